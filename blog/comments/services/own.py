"""What people do with replies of their own: confirm, change and withdraw them."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from blog.comments.errors import (
    AnsweredError,
    ChangedMeanwhileError,
    ConfirmedMeanwhileError,
    TakenDownError,
    TooLateError,
    WaitsForModeratorError,
)
from blog.comments.limits import TEXTS_OF_COMMENT
from blog.comments.models import Comment, CommentVersion, PendingComment, State, Via
from blog.comments.policy import moderates
from blog.comments.services.confirmation import confirm
from blog.comments.services.moderation import lock_posts, set_state
from blog.comments.services.owners import EDIT_WINDOW, Owner, find_own, find_own_unconfirmed, is_recent
from blog.comments.services.posting import screen_again
from blog.comments.services.reports import hold_for_moderators, keep_reports_open
from blog.mailing.opt_in import hash_token

WITHDRAWN = _("Withdrawn by the author.")
CHANGED_SINCE = _("The author changed it after it was approved.")


def check_standing(reply: Comment | PendingComment) -> None:
    """Refuse a reply with which its author can do nothing more, in no query.

    Raises:
        ConfirmedMeanwhileError: when it waits no longer, but is a comment.
        TakenDownError: when a moderator decided that it is spam, or removed it.
    """
    if isinstance(reply, PendingComment):
        if reply.confirmed_at is not None:
            raise ConfirmedMeanwhileError
    elif reply.state in {State.SPAM, State.REMOVED}:
        raise TakenDownError


def check_changeable(reply: Comment | PendingComment, *, at: datetime) -> None:
    """Refuse a reply whose text its author can no longer change, in at most one query.

    Raises:
        ConfirmedMeanwhileError, TakenDownError: as `check_standing`.
        WaitsForModeratorError: when it is held.
        TooLateError: when the time to change it is over.
        AnsweredError: when there is a public reply to it.
    """
    check_standing(reply)
    if isinstance(reply, PendingComment):
        return
    if reply.state == State.HELD:
        raise WaitsForModeratorError
    if not is_recent(reply, at=at):
        raise TooLateError(EDIT_WINDOW)
    if Comment.objects.in_thread().filter(reply_to=reply).exists():
        raise AnsweredError


@transaction.atomic
def change_text(comment: Comment, *, by: Owner, text: str, at: datetime) -> Comment:
    """Give a comment of one's own another text and return it; the earlier one stays for moderators.

    The new text is looked at like that of a new comment, so it may be held afterwards.

    Raises:
        NotOwnError: when it is no longer there.
        WaitsForModeratorError, TakenDownError, TooLateError, AnsweredError: as `check_changeable`.
        TooOftenError: when it was changed too many times.
        ClosedError, SignInNeededError, RefusedError: as for every reply.
    """
    lock_posts({comment.post_id})
    comment = find_own(comment.pk, owner=by, at=at)
    check_changeable(comment, at=at)
    if comment.comment == text:
        return comment
    since = comment.edited_at or comment.submit_date
    earlier = comment.versions.order_by("-written_at", "-pk").values_list("written_at", flat=True)
    TEXTS_OF_COMMENT.check([since, *earlier[: TEXTS_OF_COMMENT.rows]], at=at)
    CommentVersion.objects.create(comment=comment, text=comment.comment, written_at=since)
    comment.comment, comment.edited_at = text, at
    comment.save(update_fields=["comment", "edited_at"])
    _look_again(comment, at)
    return comment


@transaction.atomic
def change_unconfirmed(pending: PendingComment, *, by: Owner, text: str, at: datetime) -> PendingComment:
    """Give a reply that waits for its confirmation another text and return it; the mailed link confirms the new one.

    Raises:
        NotOwnError: when it is no longer there.
        ConfirmedMeanwhileError: when it is a comment already.
    """
    pending = _lock(pending, by, at)
    pending.text = text
    pending.save(update_fields=["text"])
    return pending


@transaction.atomic
def withdraw(comment: Comment, *, by: Owner, at: datetime) -> None:
    """Take back a comment of one's own: its words and all that says who wrote them are gone for good.

    Where replies stand below it, its place stays as a tombstone. An account stays known to moderators as the author;
    nothing that a guest gave does.

    Raises:
        NotOwnError: when it is no longer there.
        TakenDownError: when a moderator was faster: what was decided about stays as it is.
    """
    lock_posts({comment.post_id})
    comment = find_own(comment.pk, owner=by, at=at)
    check_standing(comment)
    with translation.override(settings.LANGUAGE_CODE):  # what moderators read is not in the author's language
        reason = str(WITHDRAWN)
    set_state(Comment.objects.numbered(comment.pk), State.REMOVED, by=by.user, at=at, reason=reason, via=Via.AUTHOR)
    comment.versions.all().delete()
    PendingComment.objects.filter(comment=comment).update(name="", email="", url="", ip_address=None)
    _forget_author(comment)


@transaction.atomic
def withdraw_unconfirmed(pending: PendingComment, *, by: Owner, at: datetime) -> None:
    """Take back a reply that waits for its confirmation; the mailed link confirms nothing any more.

    Address and network stay until the row expires, for the limits: who withdraws cannot have a mailbox filled.
    Raises as `change_unconfirmed`.
    """
    pending = _lock(pending, by, at)
    pending.name = pending.url = pending.text = ""
    pending.ip_address, pending.expires_at = None, at
    pending.save(update_fields=["name", "url", "text", "ip_address", "expires_at"])


def digest(text: str) -> str:
    """Return what stands for a text where the text itself would be too long."""
    return hash_token(text)


@transaction.atomic
def confirm_as_read(token: str, *, read: str, visitor_key: str, at: datetime) -> Comment:
    """Make the comment that a mailed link confirms, and return it; it belongs to the browser that confirms.

    Only who reads the mail has shown that the address is their own. So what they were shown is what is published: `read`
    is its digest, empty where that is not known.

    Raises:
        ChangedMeanwhileError: when the text is another one by now.
        Whatever `confirm` raises.
    """
    waiting = PendingComment.objects.unconfirmed().select_for_update(of=("self",)).with_token(token).first()
    if waiting is not None:
        if read and read != digest(waiting.text):
            raise ChangedMeanwhileError
        if waiting.visitor_key != visitor_key:
            waiting.visitor_key = visitor_key
            waiting.save(update_fields=["visitor_key"])
    return confirm(token, at=at)


def _look_again(comment: Comment, at: datetime) -> None:
    """Hold a comment whose new text may not be public; what a moderator approved is not what stands there now."""
    screen_again(comment, at=at)
    if comment.state == State.HELD:
        keep_reports_open(comment, at=at)
    elif comment.moderated_by_id is not None and not _moderates(comment):
        hold_for_moderators(comment, reason=CHANGED_SINCE, at=at)


def _moderates(comment: Comment) -> bool:
    return comment.user is not None and moderates(comment.user, comment.post.organization_id)


def _lock(pending: PendingComment, by: Owner, at: datetime) -> PendingComment:
    """Keep the confirmation of a reply waiting until the transaction ends, and return what it is now."""
    list(PendingComment.objects.select_for_update(no_key=True).filter(pk=pending.pk).values_list("pk"))
    pending = find_own_unconfirmed(pending.pk, owner=by, at=at)
    check_standing(pending)
    return pending


def _forget_author(comment: Comment) -> None:
    """Clear the words of a comment, and what says who wrote them but for the account."""
    for name in ("user_name", "user_email", "user_url", "comment", "visitor_key"):
        setattr(comment, name, "")
    comment.ip_address, comment.edited_at = None, None
    comment.identicon = comment.spam_score = 0
    comment.signals = []
    fields = ["user_name", "user_email", "user_url", "comment", "visitor_key", "ip_address"]
    comment.save(update_fields=[*fields, "edited_at", "identicon", "spam_score", "signals"])
