"""When posts appear and expire, which no write tells of."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db import models

from blog.posts.changes import CARDS, LISTING, POST_TABLE, of_card, of_post, of_series
from blog.posts.models import JointPublication, Post, RelatedPost, SeriesPart
from blog.posts.models.post import PUBLIC_STATUSES

ROWS_A_STATEMENT = 500


def next_turn(after: datetime) -> datetime | None:
    """Return the next moment after one at which a post appears or expires, from two indexes; None where none will."""
    posts = Post.objects.filter(status__in=PUBLIC_STATUSES)
    appears = posts.filter(published_at__gt=after).order_by("published_at", "pk").values_list("published_at", flat=True)
    expires = posts.filter(expires_at__gt=after).order_by("expires_at", "pk").values_list("expires_at", flat=True)
    return min((moment for moment in (appears.first(), expires.first()) if moment is not None), default=None)


def turned(since: datetime, until: datetime) -> set[str]:
    """Return the subjects of what changed as posts appeared or expired after a moment and until another."""
    posts = Post.objects.filter(
        models.Q(published_at__gt=since, published_at__lte=until) | models.Q(expires_at__gt=since, expires_at__lte=until)
    )
    subjects = {POST_TABLE, LISTING, CARDS}
    rows = dict(posts.values_list("pk", "organization_id"))
    for number, organization in rows.items():
        subjects |= {of_post(number), of_card(number), f"{LISTING}:organization:{organization}"}
    for some in batched(rows, ROWS_A_STATEMENT, strict=False):
        subjects |= set(_listings("organization", JointPublication.objects.accepted().filter(post__in=some)))
        subjects |= set(_listings("category", Post.categories.through.objects.filter(post__in=some)))
        subjects |= set(_listings("tag", Post.tags.through.objects.filter(post__in=some)))
        subjects |= {of_series(number) for number in SeriesPart.objects.filter(post__in=some).values_list("series", flat=True)}
        subjects |= {of_post(number) for number in RelatedPost.objects.filter(other__in=some).values_list("post", flat=True)}
    return subjects


def _listings(kind: str, rows: models.QuerySet[models.Model]) -> Iterable[str]:
    return (f"{LISTING}:{kind}:{term}" for term in rows.values_list(f"{kind}_id", flat=True).distinct())
