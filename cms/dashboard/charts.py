"""Small charts of the last 90 days, drawn by the server as SVG."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment as StoredComment

from blog.comments.models import Comment
from blog.likes.models import Like
from blog.organizations.scoped_admin import member_of
from blog.posts.models import Post

DAYS, DAYS_A_BAR = 90, 6
COUNTS_KEPT_SECONDS = 6 * 60 * 60  # of the days that are over
BAR_WIDTH, GAP, HEIGHT = 16, 4, 60  # units of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """What happened in some days: its place in the drawing and its words."""

    x: int
    y: int
    height: int
    first_date: date
    last_date: date
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure over the last 90 days."""

    key: str
    title: Promise
    bars: list[Bar]

    @property
    def total(self) -> int:
        """How many there were in all."""
        return sum(bar.count for bar in self.bars)

    @property
    def view_box(self) -> str:
        """The size of the drawing (SVG `viewBox`)."""
        return f"0 0 {len(self.bars) * (BAR_WIDTH + GAP) - GAP} {HEIGHT}"


def charts(request: HttpRequest) -> list[Chart]:
    """Return how many posts, replies and likes there were in the reader's organizations, in three queries.

    The days that are over are counted once in some hours, so that the page does not cost what a site was written in a season.
    """
    own, now = member_of(request), timezone.now()
    last = timezone.localdate(now)
    posts, likes = Post.objects.published(now), Like.objects.filter(post__isnull=False)
    comments = Comment.objects.public().for_organizations(own)
    if own is not None:
        posts, likes = posts.filter(organization__in=own), likes.filter(post__organization__in=own)

    def replies(start: datetime) -> QuerySet[Any]:
        # Named by their numbers, for which SQLite enters the index of the dates: else it reads all comments that are public.
        return comments.filter(pk__in=StoredComment.objects.filter(submit_date__gte=start).values("pk"))

    kinds = (
        ("posts", _("Posts published"), "published_at", lambda start: posts.filter(published_at__gte=start)),
        ("replies", _("Replies"), "submit_date", replies),
        ("likes", _("Likes of posts"), "created_at", lambda start: likes.filter(created_at__gte=start)),
    )
    first, whose = last - timedelta(days=DAYS - 1), "all" if own is None else ",".join(map(str, sorted(own)))
    found = []
    for key, title, column, since in kinds:
        counts = _counts(f"{key} {whose}", first, last, partial(_by_day, since, column))
        found.append(Chart(key, title, _bars(counts, first)))
    return found


def _counts(what: str, first: date, last: date, count: Callable[[date], dict[date, int]]) -> dict[date, int]:
    """Return the numbers of some days, of which the last goes on; of those before, what was counted a while ago may be told."""
    zone = timezone.get_current_timezone_name()
    key = f"chart.{sha256(f'{what} {zone} {last}'.encode()).hexdigest()}"
    past: dict[date, int] | None = cache.get(key)
    if past is not None:
        return past | count(last)
    counts = count(first)
    cache.set(key, {day: number for day, number in counts.items() if day < last}, COUNTS_KEPT_SECONDS)
    return counts


def _by_day(since: Callable[[datetime], QuerySet[Any]], column: str, first: date) -> dict[date, int]:
    """Return how many rows there are of each day from one on; days without any are left out."""
    rows = since(timezone.make_aware(datetime.combine(first, time.min)))
    days = rows.order_by().annotate(day=TruncDate(column)).values("day").annotate(number=Count("pk"))
    return {row["day"]: row["number"] for row in days}


def _bars(by_day: Mapping[date, int], first: date) -> list[Bar]:
    counts = Counter[int]()
    for day, number in by_day.items():
        counts[(day - first).days // DAYS_A_BAR] += number
    most = max(counts.values(), default=0)
    bars = []
    for index in range(DAYS // DAYS_A_BAR):
        begin = first + timedelta(days=index * DAYS_A_BAR)
        height = max(1, round(HEIGHT * counts[index] / most)) if counts[index] else 1
        end = begin + timedelta(days=DAYS_A_BAR - 1)
        bars.append(Bar(index * (BAR_WIDTH + GAP), HEIGHT - height, height, begin, end, counts[index]))
    return bars
