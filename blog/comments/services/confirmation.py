"""Guests' replies: they wait until the link in a mail is followed and confirmed."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from blog.comments.errors import (
    ExpiredTokenError,
    NotAnswerableError,
    PostNotPublicError,
    RefusedError,
    UnknownTokenError,
    UsedTokenError,
)
from blog.comments.limits import GUESTS_OF_NETWORK, SAME_WORDS, UNCONFIRMED_OF_ADDRESS
from blog.comments.models import Comment, PendingComment, PendingQuerySet
from blog.comments.people import Author
from blog.comments.policy import check_open
from blog.comments.screening import is_banned
from blog.comments.services.moderation import lock_posts
from blog.comments.services.posting import find_answerable, write_comment
from blog.comments.tasks import send_confirmation
from blog.posts.models import Post

LINK_LIFE = timedelta(days=3)
EXPIRED_KEPT = timedelta(days=4)  # so that a late click still finds its words


@transaction.atomic
def request_confirmation(post: Post, *, by: Author, text: str, reply_to: int | None = None, at: datetime) -> PendingComment:
    """Keep a guest's reply; once the transaction is committed, the mail with the link is under way.

    The same words sent twice wait as one reply, with one mail.

    Raises:
        ClosedError: when the post takes no replies.
        SignInNeededError: when it takes none from guests.
        RefusedError: when the guest is banned.
        NotAnswerableError: when `reply_to` is no public comment of the post.
        TooManyError: when too many came from this network, or wait for this address.
    """
    check_open(post, user=by.user, at=at)
    if is_banned(post, by=by, at=at):
        raise RefusedError
    if reply_to is not None:
        find_answerable(post, reply_to)
    lock_posts({post.pk})  # so that the same words sent twice at once see each other
    waiting = PendingComment.objects.unconfirmed().from_address(by.email).newest_first()[: UNCONFIRMED_OF_ADDRESS.rows]
    for pending in waiting:
        same_words = (pending.post_id, pending.reply_to_id, pending.text) == (post.pk, reply_to, text)
        if same_words and pending.created_at > at - SAME_WORDS:
            return pending
    UNCONFIRMED_OF_ADDRESS.check([pending.created_at for pending in waiting], at=at)
    nearby = PendingComment.objects.from_network(by.network).newest_first()[: GUESTS_OF_NETWORK.rows]
    GUESTS_OF_NETWORK.check([pending.created_at for pending in nearby], at=at)
    pending = PendingComment.objects.create(
        post=post,
        reply_to_id=reply_to,
        name=by.name,
        email=by.email,
        url=by.url,
        text=text,
        ip_address=by.ip_address,
        network=by.network,
        visitor_key=by.visitor_key,
        form_seconds=by.form_seconds,
        filled_trap=by.filled_trap,
        followup=by.followup,
        created_at=at,
        expires_at=at + LINK_LIFE,
    )
    language = get_language() or settings.LANGUAGE_CODE
    transaction.on_commit(partial(send_confirmation.enqueue, pending.pk, language))
    return pending


def find_pending(token: str, *, at: datetime) -> PendingComment:
    """Return the reply that a link confirms, with its post; nothing is changed.

    Raises:
        UnknownTokenError: when there is none.
        UsedTokenError: when it was confirmed before.
        ExpiredTokenError: when the link has run out.
        PostNotPublicError: when the post was withdrawn since.
    """
    return _valid(PendingComment.objects.all(), token, at)


@transaction.atomic
def confirm(token: str, *, at: datetime) -> Comment:
    """Make the comment that a link confirms, once, and return it, public or held as policy, lists and filter have it now.

    Where the comment that it answers is no longer public, it stands on its own below the post.

    Raises:
        UnknownTokenError, UsedTokenError, ExpiredTokenError, PostNotPublicError: as `find_pending`.
        ClosedError, SignInNeededError, RefusedError: as for every reply.
    """
    pending = _valid(PendingComment.objects.select_for_update(of=("self",)), token, at)
    write = partial(write_comment, pending.post, by=_author_of(pending), text=pending.text, at=at)
    try:
        with transaction.atomic():
            pending.comment = write(reply_to=pending.reply_to_id)
    except NotAnswerableError:
        pending.comment = write(reply_to=None)
    pending.confirmed_at, pending.text = at, ""
    pending.save(update_fields=["comment", "confirmed_at", "text"])
    return pending.comment


def delete_expired_pending(*, at: datetime) -> int:
    """Delete the replies whose link ran out some days ago, and return how many."""
    return PendingComment.objects.expired_before(at - EXPIRED_KEPT).delete()[0]


def _author_of(pending: PendingComment) -> Author:
    """Return who wrote a reply that waits, and how it was sent."""
    names = ("name", "email", "url", "ip_address", "visitor_key", "form_seconds", "filled_trap", "followup")
    return Author(**{name: getattr(pending, name) for name in names})


def _valid(rows: PendingQuerySet, token: str, at: datetime) -> PendingComment:
    pending = rows.with_token(token).first()
    if pending is None:
        raise UnknownTokenError
    if pending.confirmed_at is not None:
        raise UsedTokenError(pending)
    if pending.is_expired(at=at):
        raise ExpiredTokenError(pending)
    if not Post.objects.published(at).filter(pk=pending.post_id).exists():
        raise PostNotPublicError(pending)
    return pending
