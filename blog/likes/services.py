"""Liking, taking it back, and keeping the counts right."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import models, transaction
from django.db.models.functions import Coalesce

from blog.comments.limits import Limit
from blog.comments.models import Comment
from blog.likes.models import Like, LikeQuerySet, Target
from blog.likes.people import Liker
from blog.posts.models import Post

LIKES_OF_NETWORK = Limit(60, timedelta(hours=1))  # room for a school or an office behind one address; also for one account
ROWS_A_STATEMENT = 1_000  # databases bound how many values one statement names

type Targets = models.QuerySet[Post] | models.QuerySet[Comment]


@dataclass(frozen=True, slots=True)
class Likes:
    """How many like something, and whether the asker is one of them."""

    count: int
    is_liked: bool


@transaction.atomic
def like(target: Target, *, by: Liker, at: datetime) -> Likes:
    """Store that somebody likes a post or a comment, and count it; whoever likes it already goes on liking it.

    One person counts once: what a visitor liked is not counted again for the account that they sign in to in the same
    browser. Nothing is merged then; both are theirs.

    Raises:
        ObjectDoesNotExist: when the target was deleted meanwhile.
        TooManyError: when too many likes came from this account, or from visitors of this network.
    """
    count = _lock(target)
    if Like.objects.on(target).by(by).exists():
        return Likes(count, is_liked=True)
    recent = Like.objects.counted_with(by).newest_first().values_list("created_at", flat=True)
    LIKES_OF_NETWORK.check(list(recent[: LIKES_OF_NETWORK.rows]), at=at)
    Like.objects.create(
        **{"post" if isinstance(target, Post) else "comment": target},
        user=by.user,
        visitor_key=None if by.user else by.visitor_key,
        network="" if by.user else by.network,
        created_at=at,
    )
    _change(target, 1)
    return Likes(count + 1, is_liked=True)


@transaction.atomic
def take_back(target: Target, *, by: Liker) -> Likes:
    """Delete what says that somebody likes a post or a comment, as account and as visitor, and count it no more.

    Raises:
        ObjectDoesNotExist: when the target was deleted meanwhile.
    """
    count = _lock(target)
    deleted, _models = Like.objects.on(target).by(by).delete()
    if deleted:
        _change(target, -deleted)
    return Likes(count - deleted, is_liked=False)


def is_liked(target: Target, *, by: Liker) -> bool:
    """Say whether somebody likes a post or a comment."""
    return Like.objects.on(target).by(by).exists()


@transaction.atomic
def delete_likes(likes: LikeQuerySet) -> int:
    """Delete likes of many things, bring the counts of those in line, and return how many likes they were."""
    rows = list(likes.order_by("pk").values_list("pk", "post_id", "comment_id"))
    for some in batched(rows, ROWS_A_STATEMENT, strict=False):
        posts = _lock_all(Post, {post for _pk, post, _comment in some if post})
        comments = _lock_all(Comment, {comment for _pk, _post, comment in some if comment})
        Like.objects.filter(pk__in=[pk for pk, _post, _comment in some]).delete()
        for targets in (posts, comments):
            targets.update(like_count=_counted(targets))
    return len(rows)


@transaction.atomic
def recount() -> int:
    """Bring every count in line with the rows and return how many were wrong."""
    wrong = 0
    for model in (Post, Comment):
        every = _rows(model)
        pks = list(every.exclude(like_count=_counted(every)).values_list("pk", flat=True))
        for some in batched(pks, ROWS_A_STATEMENT, strict=False):
            targets = _lock_all(model, some)
            wrong += targets.update(like_count=_counted(targets))
    return wrong


def forget_networks(*, at: datetime) -> int:
    """Clear where likes came from once the limit no longer asks for it, and return how many did still say so."""
    return Like.objects.with_network_before(at - LIKES_OF_NETWORK.window).update(network="")


def _rows(model: type[Target]) -> Targets:
    return Post.objects.all() if issubclass(model, Post) else Comment.objects.all()


def _lock(target: Target) -> int:
    """Keep others from liking the same until the transaction ends, and return how many do."""
    rows = _rows(type(target)).filter(pk=target.pk).select_for_update(no_key=True)
    count: int = rows.values_list("like_count", flat=True).get()
    return count


def _change(target: Target, change: int) -> None:
    _rows(type(target)).filter(pk=target.pk).update(like_count=models.F("like_count") + change)


def _lock_all(model: type[Target], pks: Collection[int]) -> Targets:
    """Lock posts or comments in one order, so that two who lock several never wait for each other, and return them."""
    targets = _rows(model).filter(pk__in=pks)
    list(targets.select_for_update(no_key=True).order_by("pk").values_list("like_count"))
    return targets


def _counted(targets: Targets) -> Coalesce:
    """Return what the rows say of how many like each of some posts or comments."""
    target = "post" if targets.model is Post else "comment"
    likes = Like.objects.filter((target, models.OuterRef("pk"))).order_by().values(target)
    return Coalesce(models.Subquery(likes.annotate(rows=models.Count("pk")).values("rows")), 0)
