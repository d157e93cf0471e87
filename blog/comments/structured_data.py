"""The replies on a page as search engines read them: JSON-LD that adds them to the article of the page."""

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from blog.comments.thread import ROOTS_A_PAGE, Entry, ShownComment, Thread
from blog.posts.addresses import absolute
from blog.posts.models import Post
from blog.posts.structured_data import article_identity, block
from blog.richtext.text import plain_text

MOST = ROOTS_A_PAGE  # the rest is on the page for whoever reads it; machines need no second copy of a long thread


def comments_block(thread: Thread, post: Post) -> SafeString:
    """Return the first replies of a page, in the order in which they stand there; empty where there is none."""
    begins = absolute(f"{post.get_absolute_url()}#c")
    nodes = [_node(comment, begins) for _number, comment in zip(range(MOST), _shown(thread.entries), strict=False)]
    return block({"@type": "NewsArticle", "@id": article_identity(post), "comment": nodes}) if nodes else SafeString()


def _shown(entries: list[Entry]) -> Iterator[ShownComment]:
    """Yield what stands open or folded below entries; of a removed reply only its place shows, so it is left out."""
    waiting = entries[::-1]
    while waiting:
        entry = waiting.pop()
        if not entry.comment.is_tombstone:
            yield entry.comment
        waiting += entry.replies[::-1]


def _node(comment: ShownComment, begins: str) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@type": "Comment",
        "@id": f"{begins}{comment.pk}",
        "author": {"@type": "Person", "name": comment.author_name},
        "text": plain_text(comment.body_html),
    }
    if comment.is_date_known:
        node["datePublished"] = comment.submitted_at.isoformat()
    if comment.reply_to:
        node["parentItem"] = {"@id": f"{begins}{comment.reply_to}"}
    if comment.like_count:
        node["upvoteCount"] = comment.like_count
    return node
