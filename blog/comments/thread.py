"""Reading a post's thread: two queries a page, however long and deep it is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from blog.comments.models import Comment, CommentQuerySet, State, public_name, web_address
from blog.posts.models import Post

ROOTS_A_PAGE = 50
REPLIES_A_PAGE = 500
LEVELS = 4  # replies to the last one stand beside it, and say whom they answer


class ShownComment(NamedTuple):
    """What the public reads of a comment. Rows instead of models: a page may show 550 of them, and nothing else is loaded."""

    pk: int
    reply_to: int | None
    root: int | None
    state: str
    body_html: str
    is_date_known: bool
    submitted_at: datetime
    user: int | None
    account_name: str | None
    given_name: str
    given_url: str

    @property
    def is_tombstone(self) -> bool:
        """Whether only its place shows."""
        return self.state == State.REMOVED

    @property
    def author_name(self) -> str:
        """Who wrote it; a signed-in person under the name of today."""
        is_user = self.user is not None
        return public_name((self.account_name if is_user else self.given_name) or "", is_user=is_user)

    @property
    def author_website(self) -> str:
        """The author's own page, or nothing."""
        return web_address(self.given_url)


COLUMNS = (
    *("pk", "reply_to", "root", "state", "body_html", "is_date_known", "submit_date"),
    *("user", "user__name", "user_name", "user_url"),
)


def _rows(comments: CommentQuerySet) -> list[ShownComment]:
    return [ShownComment(*row) for row in comments.values_list(*COLUMNS)]


@dataclass(slots=True, eq=False)
class Entry:
    """A comment where it stands on the page.

    `is_apart` when it does not stand right below what it answers; `answers` is that, if it is on this page.
    """

    comment: ShownComment
    level: int = 1
    siblings: list["Entry"] = field(default_factory=list)
    replies: list["Entry"] = field(default_factory=list)
    is_apart: bool = False
    answers: ShownComment | None = None

    def add(self, comment: ShownComment) -> "Entry":
        """Put a reply below this entry, or at the last level beside it, and return where it stands."""
        if self.level < LEVELS:
            entry = Entry(comment, self.level + 1, self.replies)
        else:
            entry = Entry(comment, self.level, self.siblings, is_apart=True, answers=self.comment)
        entry.siblings.append(entry)
        return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One page of a thread: roots with what stands below them, the oldest first.

    `next_page` is the cursor of the page after it; `next_replies` that of the replies to the last root for which there
    was no room; 0 where there is no more. `branch` is the root, on a page that goes on with the replies to one root.
    """

    entries: list[Entry]
    next_page: int = 0
    next_replies: int = 0
    branch: ShownComment | None = None
    is_first: bool = True


def read_thread(post: Post, *, after: int = 0) -> Thread:
    """Return the page of roots that come after a comment's number, in two queries.

    Where there are more than `REPLIES_A_PAGE` replies, the page ends with the root whose replies are cut off: every other
    root on it has all of them.
    """
    shown = Comment.objects.of_post(post).in_thread()
    roots = _rows(shown.roots().after(after).oldest_first()[: ROOTS_A_PAGE + 1])
    if not roots:
        return Thread(entries=[], is_first=not after)
    on_page = roots[:ROOTS_A_PAGE]
    replies = _rows(shown.below(on_page[0].pk, on_page[-1].pk).by_branch()[: REPLIES_A_PAGE + 1])
    next_replies = 0
    if len(replies) > REPLIES_A_PAGE:
        cut_root = replies.pop().root or 0
        next_replies = replies[-1].pk if replies[-1].root == cut_root else 0
        on_page = [root for root in on_page if root.pk < cut_root or (root.pk == cut_root and next_replies)]
    return Thread(
        entries=_assemble(on_page, replies),
        next_page=on_page[-1].pk if len(on_page) < len(roots) else 0,
        next_replies=next_replies,
        is_first=not after,
    )


def read_branch(post: Post, root: int, *, after: int) -> Thread | None:
    """Return the replies to one root that come after a comment's number, in two queries; None when there is no such root."""
    shown = Comment.objects.of_post(post).in_thread()
    branch = next(iter(_rows(shown.roots().numbered(root))), None)
    if branch is None:
        return None
    replies = _rows(shown.below(root, root).after(after).oldest_first()[: REPLIES_A_PAGE + 1])
    has_more, replies = len(replies) > REPLIES_A_PAGE, replies[:REPLIES_A_PAGE]
    return Thread(
        entries=_assemble([branch], replies),
        next_replies=replies[-1].pk if has_more else 0,
        branch=branch,
        is_first=False,
    )


def _assemble(roots: list[ShownComment], replies: list[ShownComment]) -> list[Entry]:
    """Return the roots' entries with the replies in their places, in linear time and without recursion.

    What a reply answers has a smaller number, so it has its place already; on a page that goes on with a branch it may
    stand on an earlier one. A reply whose root is not here, which no service leaves behind, is not shown.
    """
    entries: list[Entry] = []
    places: dict[int | None, Entry] = {}
    for root in roots:
        places[root.pk] = Entry(root, siblings=entries)
        entries.append(places[root.pk])
    for reply in replies:
        parent, top = places.get(reply.reply_to), places.get(reply.root)
        if parent is not None:
            places[reply.pk] = parent.add(reply)
        elif top is not None:
            places[reply.pk] = top.add(reply)
            places[reply.pk].is_apart = True
    return entries


def address_of(comment: Comment) -> str:
    """Return the address of the page on which a public comment stands, and its place there; `comment.post` is loaded.

    The first page where it is on that, else a page that begins with its root, else one that begins with itself.
    """
    shown = Comment.objects.of_post(comment.post).in_thread()
    root = comment.root_id or comment.pk
    roots_before = shown.roots().before(root)[:ROOTS_A_PAGE].count()
    replies_before = shown.below(1, root - 1)[:REPLIES_A_PAGE].count()
    branch_before = shown.below(root, root).before(comment.pk)[:REPLIES_A_PAGE].count()
    if roots_before < ROOTS_A_PAGE and replies_before + branch_before < REPLIES_A_PAGE:
        query = ""
    elif branch_before < REPLIES_A_PAGE:
        query = f"?replies={root - 1}"
    else:
        query = f"?branch={root}&replies={comment.pk - 1}"
    return f"{comment.post.get_absolute_url()}{query}#c{comment.pk}"
