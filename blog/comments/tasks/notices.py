"""The mails that tell moderators what waits for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from textwrap import indent
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.accounts.models import User
from blog.comments.decision_links import LIFE, DecisionLink
from blog.comments.desk import with_context
from blog.comments.models import Comment, ModeratorNotice, Report
from blog.mailing.models import OutgoingMail
from blog.mailing.services import put
from blog.organizations.models import Organization
from blog.organizations.roles import Capability, roles_with
from blog.posts.addresses import absolute
from blog.spam.submission import Signal

PAUSE = timedelta(minutes=10)  # an organization's moderators get one mail in this time at most
MOST_LISTED = 20
SHOWN_CHARACTERS = 1_500  # of a comment
HEADERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please


@task
@transaction.atomic
def notify_moderators(organization_id: int, asked_at: str) -> None:
    """Put a mail to each moderator of an organization into the outbox: what waits, and how to decide about it.

    Whatever comes within ten minutes after a mail is told together when they are over. A queue that cannot wait (that
    of the tests) leaves it to the next mail.
    """
    at, asked = timezone.now(), datetime.fromisoformat(asked_at)
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return
    notice = ModeratorNotice.objects.select_for_update().get_or_create(organization=organization)[0]
    if notice.told_at is not None and notice.told_at > asked:
        return
    if notice.told_at is not None and at < notice.told_at + PAUSE:
        _plan(notice, notice.told_at + PAUSE, asked_at=asked_at, at=at)
        return
    comments = list(with_context(Comment.objects.for_organization(organization_id).undecided())[: MOST_LISTED + 1])
    if comments:
        put(_mails(organization, comments, at), at=at)
        notice.told_at = at
        notice.save(update_fields=["told_at"])


def _plan(notice: ModeratorNotice, moment: datetime, *, asked_at: str, at: datetime) -> None:
    """Have the moderators told at a moment, unless that is planned already."""
    if (notice.planned_at is not None and notice.planned_at > at) or not notify_moderators.get_backend().supports_defer:
        return
    notice.planned_at = moment
    notice.save(update_fields=["planned_at"])
    later = notify_moderators.using(run_after=moment)
    transaction.on_commit(partial(later.enqueue, notice.pk, asked_at))


def _mails(organization: Organization, comments: list[Comment], at: datetime) -> Iterator[OutgoingMail]:
    shown, more = comments[:MOST_LISTED], len(comments) > MOST_LISTED
    with translation.override(settings.LANGUAGE_CODE):
        waiting = ngettext("%(count)s reply waits for you", "%(count)s replies wait for you", len(shown))
        subject = waiting % {"count": f"{MOST_LISTED}+" if more else len(shown)}
        context: dict[str, Any] = {
            "organization": organization,
            "more": more,
            "queue": absolute(reverse("admin:comments_comment_queue", query={"organization": organization.pk})),
            "days": LIFE.days,
            "site_name": settings.SITE_NAME,
        }
        for moderator in _moderators(organization):
            items = [_item(comment, moderator) for comment in shown]
            yield OutgoingMail(
                key=f"moderators:{organization.pk}:{moderator.pk}:{at.isoformat()}",
                recipient=moderator.email,
                subject=f"{subject}: {organization.display_name}",
                body=render_to_string("comments/mail/moderation.txt", context | {"items": items}),
                headers=HEADERS,
            )


def _item(comment: Comment, moderator: User) -> dict[str, Any]:
    """Return what the mail says of a comment; each line of a stranger's is marked, so that none passes for one of ours."""
    signals = [signal.reason for signal in Signal.read(comment.signals)]
    return {
        "comment": comment,
        "text": indent(Truncator(comment.comment).chars(SHOWN_CHARACTERS), "> ", lambda _line: True),
        "why": [" ".join(text.split()) for text in (*signals, *map(_report, comment.complaints))],
        "link": DecisionLink.to(comment, moderator).address,
    }


def _report(report: Report) -> str:
    told = _("Report: %(reason)s") % {"reason": report.get_reason_display()}
    return f"{told} ({report.text})" if report.text else told


def _moderators(organization: Organization) -> list[User]:
    """Return who decides about an organization's comments; the site's administrators where it has nobody."""
    active = User.objects.filter(is_active=True).order_by("pk")
    roles = roles_with(Capability.MODERATE)
    members = active.filter(memberships__organization=organization, memberships__role__in=roles)
    return list(members) or list(active.filter(is_superuser=True))
