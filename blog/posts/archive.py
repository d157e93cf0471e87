"""In which years and months something was published, and how much.

All is read from an index. A month is counted up to a bound, and it is said where there are more: a large site takes no longer.
Of categories and tags it is found out every hour which have more than that, and these are not counted until some may have gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat

from blog.changes.models import Finding, position
from blog.posts.changes import LISTING, of_listing
from blog.posts.models import Category, Post, PostQuerySet, Tag
from blog.posts.models.indexed import read_from
from blog.posts.models.indexes import IS_PUBLIC
from blog.posts.models.terms import BoundedCount

COUNTED = 50  # posts of a month or below a term


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A year or a month in which something was published. `has_more`: the count is only how far was counted."""

    start: date
    count: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(Period):
    """A year with its months, the newest first."""

    months: list[Period]


def years(at: datetime) -> list[Year]:
    """Return the years in which something was published that is public at a moment, the newest first, in four queries."""
    posts = Post.objects.published(at)
    first = posts.order_by("published_at", "pk").values_list("published_at", flat=True).first()
    last = posts.newest_first().values_list("published_at", flat=True).first()
    if first is None or last is None:
        return []
    zone = ZoneInfo(settings.TIME_ZONE)
    spanned = range(first.astimezone(zone).year, last.astimezone(zone).year + 1)
    found = _counts([date(year, 1, 1) for year in spanned], 12, at, 1)
    months = _counts([date(year.year, month, 1) for year in found for month in range(1, 13)], 1, at, COUNTED + 1)
    return [
        Year(start=year, months=own, count=sum(month.count for month in own), has_more=any(month.has_more for month in own))
        for year in sorted(found, reverse=True)
        if (own := [_period(month, count) for month, count in sorted(months.items(), reverse=True) if month.year == year.year])
    ]


def _period(start: date, count: int) -> Period:
    return Period(start=start, count=min(count, COUNTED), has_more=count > COUNTED)


def start_of(month: date) -> datetime:
    """Return the first moment of a month in the site's time zone.

    Raises:
        OverflowError: when it lies before or after all time.
    """
    return datetime(month.year, month.month, 1, tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def with_post_counts(terms: models.QuerySet[Any], *, at: datetime) -> models.QuerySet[Any]:
    """Return categories or tags with `post_count`: how many posts are public at a moment, at most one more than `COUNTED`."""
    count = BoundedCount(_posts_of(terms.model, Post.objects.published(at)))
    known = models.When(models.Exists(_known(terms.model, at)), then=COUNTED + 1)
    counted: models.QuerySet[Any] = terms.annotate(post_count=models.Case(known, default=count))
    return counted


def keep_counts(*, at: datetime) -> int:
    """Find the categories and tags with more than `COUNTED` public posts that do not expire, and return how many are new."""
    found: list[Finding] = []
    for model in (Category, Tag):
        stands, lasting = position(), _posts_of(model, Post.objects.published(at).lasting())
        unknown = model._default_manager.exclude(models.Exists(_known(model, at)))
        terms = unknown.annotate(post_count=BoundedCount(lasting)).filter(post_count__gt=COUNTED).only("pk")
        found += [Finding(subject=of_listing(term), position=stands) for term in terms]
    Finding.objects.bulk_create(found, update_conflicts=True, unique_fields=["subject"], update_fields=["position"])
    return len(found)


def _posts_of(model: type[Category | Tag], posts: PostQuerySet) -> models.QuerySet[Post, Any]:
    """Return those of some posts that a category or a tag has, one more than are counted."""
    field = {Category: "categories", Tag: "tags"}[model]
    of_term = read_from(IS_PUBLIC, posts).filter((field, models.OuterRef("pk")))
    return of_term.order_by().values("pk")[: COUNTED + 1]


def _known(model: type[Category | Tag], at: datetime) -> models.QuerySet[Finding]:
    """Return what was found of a category or a tag, and still holds at a moment."""
    begin = models.Value(f"{LISTING}:{model._meta.model_name}:")
    subject = Concat(begin, Cast(models.OuterRef("pk"), models.TextField()), output_field=models.TextField())
    return Finding.objects.holding(at).filter(subject=subject)


def _counts(starts: Iterable[date], months: int, at: datetime, limit: int) -> dict[date, int]:
    """Return how many posts, at most `limit`, are public of each period of some months; periods without any are left out."""
    periods = [(start, _begin_of(start), _end_of(start, months)) for start in starts]
    begins, ends = (RawSQL(f"periods.{name}", [], models.DateTimeField()) for name in ("begins", "ends"))  # noqa: S611  # our own
    posts: PostQuerySet = Post.objects.between(begins, ends).published(at)
    counted, values = posts.values("pk")[:limit].query.sql_with_params()
    row = "(%s, CAST(%s AS timestamptz), CAST(%s AS timestamptz))" if connection.vendor == "postgresql" else "(%s, %s, %s)"
    given = [
        value
        for number, (_start, begin, end) in enumerate(periods)
        for value in (number, *map(connection.ops.adapt_datetimefield_value, (begin, end)))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH periods (number, begins, ends) AS (VALUES {', '.join([row] * len(periods))})"  # noqa: S608  # Django's own
            f" SELECT number, (SELECT count(*) FROM ({counted}) AS counted) FROM periods",
            [*given, *values],
        )
        return {periods[number][0]: count for number, count in cursor.fetchall() if count}


def _end_of(start: date, months: int) -> datetime:
    last = date(start.year, start.month + months - 1, 28)
    try:
        return start_of(last + timedelta(days=4))
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _begin_of(start: date) -> datetime:
    try:
        return start_of(start)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
