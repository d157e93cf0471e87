"""Reading a post's thread: two queries a page, however long and deep it is."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog import prepared
from blog.comments.converters import comment_number
from blog.comments.models import Comment, CommentQuerySet, State, public_name, web_address
from blog.posts.models import Post

ROOTS_A_PAGE = 50
REPLIES_A_PAGE = 500
LEVELS = 4  # replies to the last one stand beside it, and say whom they answer
FOLDED_LEVEL = LEVELS  # on a page of roots; on the page of one branch everything stands open


class Order(models.TextChoices):
    """In which order a page shows the roots. Below each, its replies stand in the order in which they came."""

    OLDEST = "oldest", _("Oldest first")
    NEWEST = "newest", _("Newest first")
    LIKED = "liked", _("Most liked")


BRANCHES_BY = {Order.OLDEST: ["root_id"], Order.NEWEST: ["-root_id"], Order.LIKED: ["-root__like_count", "root_id"]}


class Cursor(NamedTuple):
    """The comment after which a page goes on; in the order by likes with the likes that it had."""

    number: int
    likes: int | None = None

    def __str__(self) -> str:
        return str(self.number) if self.likes is None else f"{self.likes}-{self.number}"

    @classmethod
    def parse(cls, text: str, order: Order) -> Self | None:
        """Return the cursor that stands in an address; None for anything that a page of this order does not give out."""
        likes, _dash, number = text.partition("-") if order == Order.LIKED else ("", "", text)
        cursor = cls(comment_number(number) or 0, comment_number(likes))
        return cursor if cursor.number and str(cursor) == text else None


class ShownComment(NamedTuple):
    """What the public reads of a comment. Rows instead of models: a page may show 550 of them, and nothing else is loaded."""

    pk: int
    reply_to: int | None
    root: int | None
    state: str
    body_html: str
    is_date_known: bool
    submitted_at: datetime
    edited_at: datetime | None
    like_count: int
    identicon: int
    user: int | None
    account_name: str | None
    picture: str | None
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
    *("pk", "reply_to", "root", "state", "body_html", "is_date_known", "submit_date", "edited_at", "like_count", "identicon"),
    *("user", "user__name", "user__picture", "user_name", "user_url"),
)


def rows_of(comments: CommentQuerySet) -> list[ShownComment]:
    """Return comments with what the public reads of each, in one query."""
    return [ShownComment(*row) for row in comments.values_list(*COLUMNS)]


def _rows(build: Callable[..., CommentQuerySet], *shape: Hashable, **values: prepared.Value) -> list[ShownComment]:
    return [ShownComment(*row) for row in prepared.rows(_columns, build, shape, **values)]


def _columns(
    build: Callable[..., CommentQuerySet], shape: tuple[Hashable, ...], **values: prepared.Value
) -> models.QuerySet[Comment, tuple[Any, ...]]:
    return build(*shape, **values).values_list(*COLUMNS)


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
    """One page of a thread: roots in an order, with what stands below them.

    `next_page` is the cursor of the page after it, None where there is none; `next_replies` that of the replies to the
    last root for which there was no room, else 0. `branch` is the root, on a page that shows one branch alone. `rows` are
    the comments of the entries, from which these follow.
    """

    entries: list[Entry]
    rows: tuple[ShownComment, ...] = ()
    order: Order = Order.OLDEST
    next_page: Cursor | None = None
    next_replies: int = 0
    branch: ShownComment | None = None
    is_first: bool = True

    @property
    def last_root(self) -> int:
        """The root whose branch is cut off when `next_replies` is set."""
        return self.entries[-1].comment.pk if self.entries else 0

    @property
    def contents(self) -> Hashable:
        """All that the page shows."""
        return self.rows, self.order, self.next_page, self.next_replies, self.branch is None, self.is_first

    def users(self) -> set[int]:
        """Return the signed-in people who wrote what is on the page."""
        users, entries = set[int](), list(self.entries)
        for entry in entries:  # it grows while it is walked
            if entry.comment.user is not None and not entry.comment.is_tombstone:
                users.add(entry.comment.user)
            entries += entry.replies
        return users


def read_thread(post: Post, *, order: Order = Order.OLDEST, after: Cursor | None = None) -> Thread:
    """Return the page of roots that follows a comment, in two queries.

    Where there are more than `REPLIES_A_PAGE` replies, the page ends with the root whose replies are cut off: every other
    root on it has all of them.
    """
    place = {} if after is None else {"number": after.number} | ({} if after.likes is None else {"likes": after.likes})
    roots = _rows(_roots, order, post=post.pk, **place)
    if not roots:
        return Thread(entries=[], order=order, is_first=after is None)
    on_page = roots[:ROOTS_A_PAGE]
    replies = _replies(post, [root.pk for root in on_page], order)
    next_replies = 0
    if len(replies) > REPLIES_A_PAGE:
        cut_root = replies.pop().root
        next_replies = replies[-1].pk if replies[-1].root == cut_root else 0
        end = next(number for number, root in enumerate(on_page) if root.pk == cut_root)
        on_page = on_page[: end + bool(next_replies)]
    last = on_page[-1]
    return Thread(
        entries=_assemble(on_page, replies),
        rows=(*on_page, *replies),
        order=order,
        next_page=Cursor(last.pk, last.like_count if order == Order.LIKED else None) if len(on_page) < len(roots) else None,
        next_replies=next_replies,
        is_first=after is None,
    )


def _roots(order: Order, *, post: int, number: int | None = None, likes: int = 0) -> CommentQuerySet:
    """Return a page of roots in an order, after the number and the likes of a cursor of that order if there is one."""
    roots = Comment.objects.of_post(post).in_thread().roots()
    if order == Order.LIKED:
        rows = roots.most_liked_first()
        rows = rows if number is None else rows.liked_less(likes, number)
    elif order == Order.NEWEST:
        rows = roots.latest_first()
        rows = rows if number is None else rows.before(number)
    else:
        rows = roots.oldest_first()
        rows = rows if number is None else rows.after(number)
    return rows[: ROOTS_A_PAGE + 1]


def _replies(post: Post, roots: list[int], order: Order) -> list[ShownComment]:
    """Return the replies below the roots of a page in its order, one more than there is room for.

    Which ones these are is found in an index alone, so that no text is read of those for which there is no room.
    """
    place = {root: number for number, root in enumerate(roots)}
    found = (
        _rows(_below_some, post=post.pk, roots=roots)
        if order == Order.LIKED
        else _rows(_below_all, order, post=post.pk, first=min(roots), last=max(roots))
    )
    replies = [reply for reply in found if reply.root in place]
    return sorted(replies, key=lambda reply: (place[reply.root or 0], reply.pk))


def _below_some(*, post: int, roots: list[int]) -> CommentQuerySet:
    return _most_that_fit(Comment.objects.of_post(post).in_thread().filter(root__in=roots), Order.LIKED)


def _below_all(order: Order, *, post: int, first: int, last: int) -> CommentQuerySet:
    return _most_that_fit(Comment.objects.of_post(post).in_thread().below(first, last), order)


def _most_that_fit(replies: CommentQuerySet, order: Order) -> CommentQuerySet:
    some = replies.by_branch(*BRANCHES_BY[order]).values("pk")[: REPLIES_A_PAGE + 1]
    return Comment.objects.filter(pk__in=some)


def read_branch(post: Post, root: int, *, order: Order = Order.OLDEST, after: int = 0) -> Thread | None:
    """Return the replies to one root that came after a comment, in two queries; None when there is no such root.

    `order` is that of the page from which the reader came, and to which the way leads back.
    """
    branch = next(iter(_rows(_root, post=post.pk, root=root)), None)
    if branch is None:
        return None
    replies = _rows(_branch, post=post.pk, root=root, after=after)
    has_more, replies = len(replies) > REPLIES_A_PAGE, replies[:REPLIES_A_PAGE]
    return Thread(
        entries=_assemble([branch], replies),
        rows=(branch, *replies),
        order=order,
        next_replies=replies[-1].pk if has_more else 0,
        branch=branch,
        is_first=False,
    )


def _root(*, post: int, root: int) -> CommentQuerySet:
    return Comment.objects.of_post(post).in_thread().roots().numbered(root)


def _branch(*, post: int, root: int, after: int) -> CommentQuerySet:
    shown = Comment.objects.of_post(post).in_thread()
    return shown.below(root, root).after(after).oldest_first()[: REPLIES_A_PAGE + 1]


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
    """Return the address of the page on which a public comment stands open, and its place there; `comment.post` is loaded.

    The first page where it is on that, else a page that begins with its root; the page of its branch where it would be
    folded, or where it has no place before.
    """
    shown = Comment.objects.of_post(comment.post).in_thread()
    root = comment.root_id or comment.pk
    branch_before = shown.below(root, root).before(comment.pk)[:REPLIES_A_PAGE].count()
    if branch_before == REPLIES_A_PAGE:
        query = f"?branch={root}&replies={comment.pk - 1}"
    elif comment.level >= FOLDED_LEVEL - 1:  # the package counts levels from 0
        query = f"?branch={root}"
    else:
        roots_before = shown.roots().before(root)[:ROOTS_A_PAGE].count()
        replies_before = shown.below(1, root - 1)[:REPLIES_A_PAGE].count()
        is_on_first_page = roots_before < ROOTS_A_PAGE and replies_before + branch_before < REPLIES_A_PAGE
        query = "" if is_on_first_page else f"?replies={root - 1}"
    return f"{comment.post.get_absolute_url()}{query}#c{comment.pk}"
