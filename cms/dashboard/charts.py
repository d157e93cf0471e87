"""Small charts of the last 90 days, drawn by the server as SVG."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment as StoredComment

from blog.comments.models import Comment
from blog.likes.models import Like
from blog.organizations.models import Organization
from blog.organizations.scoped_admin import signed_in
from blog.posts.models import Post

DAYS, DAYS_A_BAR = 90, 6
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
    """Return how many posts, replies and likes there were in the reader's organizations, in three queries."""
    user, now = signed_in(request), timezone.now()
    last = timezone.localdate(now)
    first = last - timedelta(days=DAYS - 1)
    start = timezone.make_aware(datetime.combine(first, time.min))
    posts = Post.objects.published(now).filter(published_at__gte=start)
    # Named by their numbers, for which SQLite enters the index of the dates: else it reads all comments that are public.
    comments = Comment.objects.public().filter(pk__in=StoredComment.objects.filter(submit_date__gte=start).values("pk"))
    likes = Like.objects.filter(created_at__gte=start, post__isnull=False)
    if not user.is_superuser:
        own = Organization.objects.of_member(user).values("pk")
        posts = posts.filter(organization__in=own)
        comments, likes = comments.filter(organization__in=own), likes.filter(post__organization__in=own)
    return [
        Chart("posts", _("Posts published"), _bars(_by_day(posts, "published_at"), first)),
        Chart("replies", _("Replies"), _bars(_by_day(comments, "submit_date"), first)),
        Chart("likes", _("Likes of posts"), _bars(_by_day(likes, "created_at"), first)),
    ]


def _by_day(rows: QuerySet[Any], column: str) -> Iterable[tuple[date, int]]:
    days = rows.order_by().annotate(day=TruncDate(column)).values("day").annotate(number=Count("pk"))
    return [(row["day"], row["number"]) for row in days]


def _bars(by_day: Iterable[tuple[date, int]], first: date) -> list[Bar]:
    counts = Counter[int]()
    for day, number in by_day:
        counts[(day - first).days // DAYS_A_BAR] += number
    most = max(counts.values(), default=0)
    bars = []
    for index in range(DAYS // DAYS_A_BAR):
        begin = first + timedelta(days=index * DAYS_A_BAR)
        height = max(1, round(HEIGHT * counts[index] / most)) if counts[index] else 1
        end = begin + timedelta(days=DAYS_A_BAR - 1)
        bars.append(Bar(index * (BAR_WIDTH + GAP), HEIGHT - height, height, begin, end, counts[index]))
    return bars
