"""Following a discussion by mail: asking, proving the address, stopping."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from blog.accounts.models import User
from blog.comments.errors import NotAnswerableError
from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.comments.models import Comment, Follow, FollowQuerySet
from blog.comments.tasks.following import send_follow_confirmation
from blog.mailing import opt_in
from blog.mailing.opt_in import SpentLinkError, language_of_mails
from blog.posts.models import Post


class FollowedPostNotPublicError(SpentLinkError):
    """The post was withdrawn since."""


def find_branch(post: Post, root: int) -> Comment:
    """Return the public comment on this post that begins a branch.

    Raises:
        NotAnswerableError: when there is none with this number, or it begins no branch.
    """
    comment = Comment.objects.public().of_post(post).roots().numbered(root).select_related("user").first()
    if comment is None:
        raise NotAnswerableError
    return comment


@transaction.atomic
def ask_to_follow(post: Post, *, branch: Comment | None = None, email: str, network: str, at: datetime) -> None:
    """Note that somebody wants mails at an address that they may not own; once committed, a link goes there.

    Whatever the address follows already, the same happens here; the task decides whether there is a mail to send.

    Raises:
        TooOftenError: when too much was asked for from this network.
    """
    nearby = Follow.objects.from_network(network)[: FOLLOWS_OF_NETWORK.rows]
    FOLLOWS_OF_NETWORK.check([follow.asked_at for follow in nearby], at=at)
    now = {"asked_at": at, "network": network}
    new = now | {"created_at": at, "language": language_of_mails()}
    follow, _made = Follow.objects.update_or_create(now, create_defaults=new, post=post, branch=branch, email=email)
    transaction.on_commit(partial(send_follow_confirmation.enqueue, follow.pk))


@transaction.atomic
def follow(post: Post, *, branch: Comment | None = None, by: User, at: datetime) -> None:
    """Let a signed-in person, whose address is proven by that, follow a post or a branch from now on."""
    now = {"user": by, **_confirmed(at)}
    Follow.objects.update_or_create(now, create_defaults=now | {"created_at": at}, post=post, branch=branch, email=by.email)


def follow_replies(comment: Comment, *, at: datetime) -> None:
    """Let the author of a comment follow the branch in which it stands; a guest has just proven the address. One statement."""
    now = _confirmed(at) | ({"user": comment.user} if comment.user else {})
    email = comment.user.email if comment.user else comment.user_email
    row = Follow(post_id=comment.post_id, branch_id=comment.root_id or comment.pk, email=email, created_at=at, **now)
    Follow.objects.bulk_create([row], update_conflicts=True, unique_fields=["branch", "email"], update_fields=list(now))


def _confirmed(at: datetime) -> dict[str, Any]:
    return {"asked_at": at, "confirmed_at": at, "language": language_of_mails()}


def find_unconfirmed_follow(token: str, *, at: datetime) -> Follow:
    """Return the follow that a mailed link confirms, and change nothing.

    Raises as `OptInQuerySet.unproven`, and:
        FollowedPostNotPublicError: when the post was withdrawn since.
    """
    return _unproven(Follow.objects.all(), token, at)


@transaction.atomic
def confirm_follow(token: str, *, at: datetime) -> Follow:
    """Begin the follow that a mailed link confirms, once. Raises as `find_unconfirmed_follow`."""
    follow = _unproven(Follow.objects.select_for_update(of=("self",)), token, at)
    follow.confirm(at=at)
    return follow


def _unproven(rows: FollowQuerySet, token: str, at: datetime) -> Follow:
    follow = rows.select_related("post__organization", "branch__user").unproven(token, at=at)
    if not is_public(follow.post, at=at):
        raise FollowedPostNotPublicError(follow)
    return follow


def find_followed(stop_token: str) -> Follow | None:
    """Return the follow that a stop link stops, as `OptInQuerySet.stopped_by` does."""
    return Follow.objects.select_related("post", "branch__user", "user").stopped_by(stop_token)


def is_public(post: Post, *, at: datetime) -> bool:
    """Say whether the public may read what a post is called."""
    return Post.objects.published(at).filter(pk=post.pk).exists()


def find_own_follow(post: Post, branch: Comment | None, *, user: User) -> Follow | None:
    """Return under what a signed-in person follows a post or a branch, if they do."""
    return Follow.objects.confirmed().of_post(post).of_branch(branch).of_user(user).order_by("pk").first()


@transaction.atomic
def stop(follow: Follow) -> Follow | None:
    """Delete a follow, and take its mails that wait out of the outbox; return another of the same address, if there is one."""
    other = Follow.objects.confirmed().sharing_address_with(follow).exclude(pk=follow.pk).order_by("pk").first()
    opt_in.stop([follow])
    return other


@transaction.atomic
def stop_everything(follow: Follow) -> None:
    """Delete all that the follow's address follows, and what was asked for and not confirmed."""
    opt_in.stop(list(Follow.objects.sharing_address_with(follow)))


def delete_expired_follows(*, at: datetime) -> int:
    """Delete what nobody confirmed in time, forget from which network follows were asked for, and return how many went."""
    return Follow.objects.forget(at=at)
