"""Deciding about comments, many at a time."""

from collections.abc import Collection
from datetime import datetime
from itertools import batched

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django_comments.models import Comment as StoredComment

from blog.accounts.models import User
from blog.comments.models import KEEPING_THE_PLACE, Comment, CommentQuerySet, State
from blog.posts.models import Post

ROWS_A_STATEMENT = 5_000  # databases bound how many values one statement names


@transaction.atomic
def set_state(comments: CommentQuerySet, state: State, *, by: User | None, at: datetime, reason: str = "") -> int:
    """Put comments into a state and return how many; what shows of their threads and the posts' counts follow.

    `by` is who decided, None for the system. At most ten statements for some thousand comments.
    """
    pks, roots, posts = _reach(comments)
    lock_posts(posts)
    for some in batched(pks, ROWS_A_STATEMENT, strict=False):
        decided = Comment.objects.filter(pk__in=some)
        decided.update(state=state, reason=reason, moderated_by=by, moderated_at=at, is_shown=False)
        StoredComment.objects.filter(pk__in=some).update(is_public=state == State.PUBLIC, is_removed=state == State.REMOVED)
    _refresh_places(roots)
    recount(posts)
    return len(pks)


@transaction.atomic
def delete_comments(comments: CommentQuerySet) -> int:
    """Delete comments for good and return how many; one with replies can be removed, but not deleted without them.

    Raises:
        RestrictedError: when one has a reply that is not among them; nothing is deleted then.
    """
    pks, roots, posts = _reach(comments)
    lock_posts(posts)
    Comment.objects.filter(pk__in=pks).delete()
    _refresh_places(roots)
    recount(posts)
    return len(pks)


def lock_posts(posts: Collection[int]) -> None:
    """Keep replies and decisions of others out of the posts' threads until the transaction ends.

    The posts are locked in one order, so that two who lock several never wait for each other.
    """
    list(Post.objects.select_for_update(no_key=True).filter(pk__in=posts).order_by("pk").values_list("pk"))


def recount(posts: Collection[int]) -> None:
    """Count the posts' public comments anew; the caller holds the lock."""
    public = Comment.objects.public().filter(post=models.OuterRef("pk")).order_by().values("post")
    count = Coalesce(models.Subquery(public.annotate(rows=models.Count("pk")).values("rows")), 0)
    Post.objects.filter(pk__in=posts).update(comment_count=count)


def _reach(comments: CommentQuerySet) -> tuple[list[int], set[int], set[int]]:
    """Return the comments' numbers, those of the roots above them and those of their posts."""
    rows = list(comments.order_by().values_list("pk", "root_id", "post_id"))
    return [pk for pk, _root, _post in rows], {root or pk for pk, root, _post in rows}, {post for _pk, _root, post in rows}


def _refresh_places(roots: Collection[int]) -> None:
    """Bring `is_shown` of these roots and all below them in line with their states."""
    shown, hidden = _changed_places(roots)
    for pks, is_shown in ((shown, True), (hidden, False)):
        for some in batched(pks, ROWS_A_STATEMENT, strict=False):
            Comment.objects.filter(pk__in=some).update(is_shown=is_shown)


def _changed_places(roots: Collection[int]) -> tuple[list[int], list[int]]:
    """Return which comments begin and which cease to have a place in the public thread.

    One has a place when it and all above it are public or removed and, if it is removed, one below it has a place.
    A parent's number is always smaller than its replies', so one pass down and one pass up suffice.
    """
    rows: list[tuple[int, int | None, str, bool]] = []
    for some in batched(roots, ROWS_A_STATEMENT, strict=False):
        branches = Comment.objects.with_branches(some).oldest_first()
        rows += branches.values_list("pk", "reply_to_id", "state", "is_shown")
    reachable: set[int] = set()
    for pk, parent, state, _is_shown in rows:
        if state in KEEPING_THE_PLACE and (parent is None or parent in reachable):
            reachable.add(pk)
    has_place: set[int | None] = set()
    for pk, parent, state, _is_shown in reversed(rows):
        if pk in reachable and (state == State.PUBLIC or pk in has_place):
            has_place |= {pk, parent}
    shown = [pk for pk, _parent, _state, is_shown in rows if pk in has_place and not is_shown]
    hidden = [pk for pk, _parent, _state, is_shown in rows if is_shown and pk not in has_place]
    return shown, hidden
