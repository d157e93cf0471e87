"""The content calendar: what is planned, appears, expires and is to be checked on which day of a month."""

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from blog.posts.models import Post, PostQuerySet, Status
from blog.posts.models.queryset import PUBLIC_STATUSES, UNDATED_STATUSES

MOST_POSTS = 500  # more would be no calendar any more; the page says so
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 1)
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class Kind(models.TextChoices):
    """What happens to a post on a day."""

    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Scheduled")
    PLANNED = "planned", _("Planned")
    EXPIRES = "expires", _("Expires")
    EXPIRED = "expired", _("Expired")
    CHECK = "check", _("Check again")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens to a post; `at` is when on that day, None where the day alone is given."""

    post: Post
    kind: Kind
    day: date
    at: datetime | None = None

    @property
    def is_in_review(self) -> bool:
        """Whether what is planned waits for somebody to read it."""
        return self.kind == Kind.PLANNED and self.post.status == Status.IN_REVIEW

    @property
    def order(self) -> tuple[datetime, int, str]:
        """By what the entries of a day are sorted: those without a time first."""
        return self.at or _beginning_of(self.day), self.post.pk, self.kind.value


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the calendar; one of the month before or after is shown without what happens there."""

    date: date
    is_of_month: bool
    is_today: bool
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day."""

    first: date

    @classmethod
    def of(cls, text: str, *, today: date) -> Self:
        """Return the month that an address names (2026-03); anything else means this month."""
        found = MONTH.fullmatch(text)
        first = today.replace(day=1)
        if found and EARLIEST.year <= int(found[1]) <= LATEST.year:
            first = date(int(found[1]), int(found[2]), 1)
        return cls(first)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def next(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def weeks(self) -> list[list[date]]:
        """The weeks, which begin with the day that is usual in the reader's language."""
        sunday_first = int(formats.get_format("FIRST_DAY_OF_WEEK"))  # 0 is Sunday; for Python, 0 is Monday
        return calendar.Calendar((sunday_first - 1) % 7).monthdatescalendar(self.first.year, self.first.month)

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day < self.next


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens in a month: its weeks of days; `is_cut` when not everything fits."""

    weeks: list[list[Day]]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens."""
        return not any(day.entries for week in self.weeks for day in week)


def plan(posts: PostQuerySet, month: Month, *, at: datetime) -> Plan:
    """Return what happens to some posts in a month, in one query."""
    begin, end = _beginning_of(month.first), _beginning_of(month.next)
    public = models.Q(status__in=PUBLIC_STATUSES)
    rows = posts.filter(
        public & (models.Q(published_at__gte=begin, published_at__lt=end) | models.Q(expires_at__gte=begin, expires_at__lt=end))
        | models.Q(status__in=UNDATED_STATUSES, planned_date__gte=month.first, planned_date__lt=month.next)
        | models.Q(review_by_date__gte=month.first, review_by_date__lt=month.next)
    )
    unseen = ("body", "body_html", "organization__description", "organization__description_html")
    found = list(rows.select_related("organization").defer(*unseen).order_by("published_at", "pk")[: MOST_POSTS + 1])
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in _entries(found[:MOST_POSTS], at):
        if month.holds(entry.day):
            days[entry.day].append(entry)
    today = timezone.localdate(at)
    weeks = [
        [Day(day, month.holds(day), day == today, sorted(days.get(day, ()), key=lambda entry: entry.order)) for day in week]
        for week in month.weeks
    ]
    return Plan(weeks, is_cut=len(found) > MOST_POSTS)


def _entries(posts: Iterable[Post], at: datetime) -> Iterator[Entry]:
    for post in posts:
        if post.status in PUBLIC_STATUSES and post.published_at is not None:
            kind = Kind.SCHEDULED if post.published_at > at else Kind.PUBLISHED
            yield Entry(post, kind, timezone.localdate(post.published_at), post.published_at)
            if post.expires_at is not None:
                kind = Kind.EXPIRES if post.expires_at > at else Kind.EXPIRED
                yield Entry(post, kind, timezone.localdate(post.expires_at), post.expires_at)
        if post.status in UNDATED_STATUSES and post.planned_date is not None:
            yield Entry(post, Kind.PLANNED, post.planned_date)
        if post.review_by_date is not None:
            yield Entry(post, Kind.CHECK, post.review_by_date)


def _beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
