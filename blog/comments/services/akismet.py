"""Asking Akismet about a comment that is public, outside the request: where no key is set, nobody is asked."""

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from blog.comments.models import Comment, State
from blog.comments.policy import moderates
from blog.comments.services.alerting import alert
from blog.comments.services.moderation import set_state
from blog.posts.addresses import absolute
from blog.spam.akismet import AkismetError, Question, is_spam
from blog.spam.submission import Signal

logger = logging.getLogger(__name__)


def ask_akismet(comment: Comment) -> None:
    """Have Akismet asked about a comment, once the transaction is committed."""
    if settings.AKISMET_KEY:
        transaction.on_commit(partial(hold_if_akismet_says_so.enqueue, comment.pk))


@task
def hold_if_akismet_says_so(comment_id: int) -> None:
    """Hold a comment that Akismet takes for spam, unless a moderator wrote it or has decided about it.

    What fails is logged and changes nothing.
    """
    rows = Comment.objects.public().never_decided().numbered(comment_id)
    comment = rows.select_related("post", "user").first()
    if comment is None or moderates(comment.user, comment.post.organization_id):
        return
    try:
        is_unwanted = is_spam(_question(comment))
    except AkismetError as error:
        logger.warning("akismet_failed: %s", error, extra={"comment": comment_id})
        return
    if is_unwanted:
        _hold(comment)


def _question(comment: Comment) -> Question:
    return Question(
        user_ip=comment.ip_address or "",
        permalink=absolute(comment.post.get_absolute_url()),
        comment_type="comment" if comment.reply_to_id is None else "reply",
        comment_author=comment.author_name,
        comment_author_email=comment.user_email if comment.user is None else comment.user.email,
        comment_author_url=comment.user_url,
        comment_content=comment.comment,
        comment_date_gmt=comment.submit_date.isoformat(),
    )


@transaction.atomic
def _hold(comment: Comment) -> None:
    """Hold a comment for what Akismet said, if nobody has decided about it meanwhile."""
    if not set_state(Comment.objects.public().never_decided().numbered(comment.pk), State.HELD, by=None, at=timezone.now()):
        return
    signal = Signal("akismet")
    comment.signals, comment.spam_score = [*comment.signals, signal.as_json()], comment.spam_score + signal.points
    comment.save(update_fields=["signals", "spam_score"])
    alert(comment)
