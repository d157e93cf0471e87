"""Reporting a comment to the moderators."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_flagged

from blog.accounts.models import User
from blog.comments.errors import GoneError, OwnReportError
from blog.comments.limits import REPORTS_OF_NETWORK
from blog.comments.models import Comment, Report, State
from blog.comments.services.alerting import alert
from blog.comments.services.moderation import lock_posts, set_state

REPORTERS_TO_HOLD = 3
HELD_BY_REPORTS = _("Several readers reported it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reports: a signed-in user, or a visitor by the key of their browser; and from which network."""

    user: User | None = None
    visitor_key: str = ""
    network: str = ""

    def of(self, comment: Comment) -> models.Q:
        """Return what finds this reporter's report of a comment."""
        who = models.Q(user=self.user) if self.user is not None else models.Q(user__isnull=True, visitor_key=self.visitor_key)
        return who & models.Q(comment=comment)

    def wrote(self, comment: Comment) -> bool:
        """Say whether the comment is their own."""
        if comment.user_id is not None:
            return self.user is not None and comment.user_id == self.user.pk
        return bool(self.visitor_key) and comment.visitor_key == self.visitor_key


def has_reported(pk: int, *, by: Reporter) -> bool:
    """Say whether somebody reported the comment with this number."""
    if by.user is None and not by.visitor_key:
        return False
    return Report.objects.filter(by.of(Comment(pk=pk))).exists()


@transaction.atomic
def report_comment(comment: Comment, *, by: Reporter, reason: str, text: str = "", at: datetime) -> Report:
    """Store somebody's report of a public comment and return it; a second one of the same person changes nothing.

    The moderators are told. Once enough people have reported a comment on which no moderator has decided after a report,
    it is held until one does. Guests of one network count as one of them: a browser without cookies is a new visitor
    each time.

    Raises:
        OwnReportError: when it is their own.
        GoneError: when it is no longer public.
        TooOftenError: when too many reports came from their network.
    """
    if by.wrote(comment):
        raise OwnReportError
    lock_posts({comment.post_id})
    if (report := Report.objects.filter(by.of(comment)).first()) is not None:
        return report
    if not Comment.objects.public().numbered(comment.pk).exists():
        raise GoneError
    nearby = Report.objects.from_network(by.network).newest_first().values_list("created_at", flat=True)
    REPORTS_OF_NETWORK.check(list(nearby[: REPORTS_OF_NETWORK.rows]), at=at)
    visitor_key = "" if by.user is not None else by.visitor_key
    report = Report.objects.create(
        comment=comment, user=by.user, visitor_key=visitor_key, network=by.network, reason=reason, text=text, created_at=at
    )
    Comment.objects.numbered(comment.pk).update(open_reports=models.F("open_reports") + 1)
    if by.user is not None:
        _flag(comment, by.user, at)
    if _are_many(comment):
        hold_for_moderators(comment, reason=HELD_BY_REPORTS, at=at)
    else:
        alert(comment)
    return report


def hold_for_moderators(comment: Comment, *, reason: Promise, at: datetime) -> None:
    """Take a comment out of the public thread until a moderator has looked at it and its reports; they are told."""
    with translation.override(settings.LANGUAGE_CODE):  # moderators read the reason, not who happened to cause it
        words = str(reason)
    set_state(Comment.objects.numbered(comment.pk), State.HELD, by=None, at=at, reason=words)
    comment.state = State.HELD
    keep_reports_open(comment, at=at)
    alert(comment)


def keep_reports_open(comment: Comment, *, at: datetime) -> None:
    """Open again the reports of a comment that was held at a moment: no moderator has decided about them yet."""
    if reopened := Report.objects.filter(comment=comment, closed_at=at).update(closed_at=None):
        Comment.objects.numbered(comment.pk).update(open_reports=reopened)


def _flag(comment: Comment, user: User, at: datetime) -> None:
    """Store what the package knows of reports, and tell who listens to its signal."""
    suggestion = {"comment": comment, "user": user, "flag": CommentFlag.SUGGEST_REMOVAL}
    flag, created = CommentFlag.objects.get_or_create(**suggestion, defaults={"flag_date": at})
    send = partial(comment_was_flagged.send_robust, sender=Comment, comment=comment, flag=flag, created=created, request=None)
    transaction.on_commit(send)


def _are_many(comment: Comment) -> bool:
    """Say whether enough people have reported a comment to hold it, and no moderator has looked at earlier reports."""
    columns = ("closed_at", "user", "network", "visitor_key")
    reports = list(Report.objects.filter(comment=comment).values_list(*columns))
    reporters = {user or network or visitor_key for _closed_at, user, network, visitor_key in reports}
    return len(reporters) >= REPORTERS_TO_HOLD and all(closed_at is None for closed_at, *_who in reports)
