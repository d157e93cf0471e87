"""What of posts and terms the public reads, and under which subjects its changes are recorded."""

# ruff: noqa: S608  # names of tables and columns, which stand here

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models

from blog.changes.rules import DELETE, INSERT, UPDATE, Copied, Rule, Tracked, copy_column, track
from blog.media.changes import of_image
from blog.organizations.changes import of_organization
from blog.posts.models.indexes import NUMBERS_A_FILE

if TYPE_CHECKING:
    from blog.posts.models import Post

POST_TABLE, JOINT_TABLE = "posts_post", "posts_jointpublication"
AGREED = "state = 'accepted'"
PARTNERS_OF_POST = (
    f"SELECT 'listing:organization:' || organization_id FROM {JOINT_TABLE} WHERE post_id = {{row}}.id AND {AGREED}"
)
CARDS, LISTING, FILES = "cards", "listing", "file:"
FILE_OF_POST = f"'{FILES}' || ({{row}}.id / {NUMBERS_A_FILE} + 1)"  # of the sitemap, and when something in it last changed
# Lists do not load the likes (`PostQuerySet.for_listing`, `for_feed`), so that a like drops the post's own page alone.
UNSEEN_IN_LISTS = ("like_count",)
# Feeds of a language carry the posts in it.
WHICH_AND_WHERE = ("status", "published_at", "expires_at", "trashed_at", "is_featured", "organization_id", "language")
MAY_BE_PUBLIC = "{row}.status IN ('scheduled', 'published')"


def of_post(number: int) -> str:
    """Return the subject of all that a post's own page shows of its row, its authors and which terms it has."""
    return f"post:{number}"


def of_card(number: int) -> str:
    """Return the subject of what lists and feeds show of a post."""
    return f"card:{number}"


def of_series(number: int) -> str:
    """Return the subject of a series and of which public posts are its parts."""
    return f"series:{number}"


# Named where these are read, also where there is none of them: they are not all of their tables.
OF_NO_TERM_OR_SERIES = ("category:", "tag:", "series:")
OF_NO_CARD = "card:"


def of_term(term: models.Model) -> str:
    """Return the subject of a category's or tag's own row."""
    return f"{term._meta.model_name}:{term.pk}"


def of_shown_posts(posts: Iterable["Post"]) -> Iterator[str]:
    """Yield the subjects of posts in a list or a feed, each with its organizations and cover; of none, that no image is one."""
    yield from (OF_NO_CARD, of_image(""))
    for post in posts:
        yield of_card(post.pk)
        yield from of_what_a_post_joins(post)


def of_what_a_post_joins(post: "Post") -> Iterator[str]:
    """Yield the subjects of what is loaded together with a post; without a cover, that this is no other image."""
    yield from map(of_organization, (post.organization_id, *(partner.pk for partner in post.partners)))
    yield of_image(post.cover_id or "")


def of_listing(page: models.Model | None = None) -> str:
    """Return the subject of which posts stand in a list and in which order: of an organization, a term, or the whole site."""
    return LISTING if page is None else f"{LISTING}:{page._meta.model_name}:{page.pk}"


def _terms_of_post(kind: str) -> tuple[str, str]:
    table = f"posts_post_{'categories' if kind == 'category' else 'tags'}"
    return table, f"SELECT 'listing:{kind}:' || {kind}_id FROM {table} WHERE post_id = {{row}}.id"


def _joint_publications() -> Tracked:
    """Return what is recorded of joint publication: that somebody was asked concerns no reader."""
    where = "'listing:organization:' || {row}.organization_id"
    agreed = Rule(
        subjects=("'post:' || {row}.post_id", "'card:' || {row}.post_id", f"'{CARDS}'", where),
        condition=f"{{row}}.{AGREED}",
        columns=("post_id", "organization_id", "state"),
    )
    return Tracked(table=JOINT_TABLE, rules=(agreed,))


def _tables_of_terms() -> Iterable[Tracked]:
    """Yield categories and tags, and which post has which."""
    for kind in ("category", "tag"):
        row = Rule(subjects=(f"'{kind}:' || {{row}}.id",), events=(UPDATE, DELETE))
        yield Tracked(table=f"posts_{kind}", rules=(row,), keys=("id", "slug", "name"))
        where = f"'listing:{kind}:' || {{row}}.{kind}_id"
        which = Rule(subjects=(where, "'post:' || {row}.post_id", "'card:' || {row}.post_id", f"'{CARDS}'"))
        yield Tracked(table=_terms_of_post(kind)[0], rules=(which,))


track(
    Tracked(
        table=POST_TABLE,
        rules=(
            Rule(subjects=("'post:' || {row}.id",), events=(UPDATE, DELETE)),
            Rule(
                subjects=("'card:' || {row}.id", f"'{CARDS}'"),
                events=(UPDATE, DELETE),
                ignoring=UNSEEN_IN_LISTS,
                condition=MAY_BE_PUBLIC,
            ),
            Rule(
                subjects=(
                    f"'{LISTING}'",
                    FILE_OF_POST,
                    "'listing:organization:' || {row}.organization_id",
                    PARTNERS_OF_POST,
                    _terms_of_post("category")[1],
                    _terms_of_post("tag")[1],
                    "SELECT 'series:' || series_id FROM posts_seriespart WHERE post_id = {row}.id",
                    "SELECT 'post:' || post_id FROM posts_relatedpost WHERE other_id = {row}.id",
                ),
                events=(INSERT, UPDATE, DELETE),
                columns=WHICH_AND_WHERE,
                condition=MAY_BE_PUBLIC,
            ),
            Rule(subjects=(FILE_OF_POST,), events=(UPDATE,), columns=("id", "updated_at"), condition=MAY_BE_PUBLIC),
            Rule(  # whose pages lead to it as to a version in another language
                subjects=("SELECT 'post:' || other.id FROM posts_post other WHERE other.original_id = {row}.original_id",),
                events=(INSERT, UPDATE, DELETE),
                columns=(*WHICH_AND_WHERE, "original_id"),
                condition=f"{MAY_BE_PUBLIC} AND {{row}}.original_id IS NOT NULL",
            ),
        ),
        keys=("id", "slug"),
    ),
    Tracked(
        table="posts_series", rules=(Rule(subjects=("'series:' || {row}.id",), events=(UPDATE, DELETE)),), keys=("id", "slug")
    ),
    Tracked(table="posts_seriespart", rules=(Rule(subjects=("'series:' || {row}.series_id", "'post:' || {row}.post_id")),)),
    Tracked(table="posts_revision", rules=(Rule(subjects=("'post:' || {row}.post_id",)),)),  # of which corrections are shown
    Tracked(table="posts_relatedpost", rules=(Rule(subjects=("'post:' || {row}.post_id",)),)),
    Tracked(table="posts_post_authors", rules=(Rule(subjects=("'post:' || {row}.post_id",)),)),
    _joint_publications(),
    *_tables_of_terms(),
)
copy_column(Copied(source=POST_TABLE, column="published_at", target=JOINT_TABLE, key="post_id"))
