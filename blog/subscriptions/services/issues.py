"""Making issues: which posts go out together, and when."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, models

from blog.posts.models import Post, PostQuerySet
from blog.subscriptions.models import Frequency, Issue, IssuePost
from blog.subscriptions.tasks import send_issue

logger = logging.getLogger(__name__)

# An older post is no news: it was published with a date of the past, or stood while nobody ran the site.
NEWS = {
    Frequency.AT_ONCE: timedelta(days=2),
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=31),
}
HOUR_OF_DIGESTS = 6  # in the site's time zone: there when people begin to read


def make_due(*, at: datetime) -> list[Issue]:
    """Make the issues whose time has come, see that every unfinished one goes on, and return the new ones.

    Safe to call as often as one likes, from several processes: an issue of a time, and a post in an issue, exist once.
    """
    made = []
    for frequency in Frequency:
        with suppress(IntegrityError):  # another process made it in this moment
            if (issue := _make(frequency, at=at)) is not None:
                made.append(issue)
    for issue in Issue.objects.unfinished():
        send_issue.enqueue(issue.pk)
    return made


def _make(frequency: Frequency, *, at: datetime) -> Issue | None:
    ends_at = at if frequency == Frequency.AT_ONCE else last_end(frequency, at=at)
    if frequency != Frequency.AT_ONCE and Issue.objects.filter(frequency=frequency, ends_at__gte=ends_at).exists():
        return None
    posts = list(news(frequency, ends_at=ends_at, at=at).order_by("published_at", "pk"))
    if not posts and frequency == Frequency.AT_ONCE:
        return None  # of a week or a month an empty issue says that its time has been looked at
    issue = Issue.make(frequency, posts, ends_at=ends_at, at=at)
    logger.info("subscriptions.issue_made", extra={"issue": issue.pk, "posts": len(posts)})
    return issue


def news(frequency: Frequency, *, ends_at: datetime, at: datetime) -> PostQuerySet:
    """Return the public posts that became public lately, up to a moment, and went out in no issue of this frequency.

    A post whose date nobody knows is not among them, for it may be old; so a whole archive can be imported in silence.
    """
    sent = IssuePost.objects.filter(frequency=frequency, post=models.OuterRef("pk"))
    lately = Post.objects.published(at).between(ends_at - NEWS[frequency], ends_at)
    return lately.filter(~models.Exists(sent), is_date_known=True)


def last_end(frequency: Frequency, *, at: datetime) -> datetime:
    """Return the latest moment up to `at` with which a week or a month of mails ends, in the site's time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    here = at.astimezone(zone)
    day = here.date()
    if here.hour < HOUR_OF_DIGESTS:
        day -= timedelta(days=1)
    day = day - timedelta(days=day.weekday()) if frequency == Frequency.WEEKLY else day.replace(day=1)
    return datetime(day.year, day.month, day.day, HOUR_OF_DIGESTS, tzinfo=zone)
