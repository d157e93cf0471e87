"""What of replies the public reads, and under which subjects its changes are recorded."""

# ruff: noqa: S608  # names of tables and columns, which stand here

from blog.changes.rules import DELETE, UPDATE, Copied, Rule, Tracked, copy_column, track
from blog.posts.changes import POST_TABLE

TABLE = "comments_comment"
UNSEEN = (
    *("open_reports", "spam_score", "signals", "text_hash", "moderated_by_id", "moderated_at", "reason", "visitor_key"),
    "organization_id",
)


def of_discussion(post: int) -> str:
    """Return the subject of the public replies to a post."""
    return f"discussion:{post}"


def _of_parent(key: str) -> Rule:
    """Return the rule for a table of the packages: what it holds of a public reply belongs to the reply's discussion."""
    found = f"SELECT 'discussion:' || post_id FROM {TABLE} WHERE xtd_comment_id = {{row}}.{key} AND is_shown"
    return Rule(subjects=(found,), events=(UPDATE, DELETE))


track(
    Tracked(
        table=TABLE,
        unseen=UNSEEN,
        rules=(Rule(subjects=("'discussion:' || {row}.post_id",), ignoring=UNSEEN, condition="{row}.is_shown"),),
        keys=("xtd_comment_id",),
    ),
    Tracked(table="django_comments", rules=(_of_parent("id"),)),
    Tracked(table="django_comments_xtd_xtdcomment", rules=(_of_parent("comment_ptr_id"),), keys=("comment_ptr_id",)),
)
copy_column(Copied(source=POST_TABLE, column="organization_id", target=TABLE, key="post_id"))
