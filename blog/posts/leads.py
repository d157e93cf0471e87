"""Where a reader goes on from a post: its terms, the posts before and after it, those close to it, its series. One query."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models
from django.db.models.functions import Cast, Coalesce, NullIf

from blog import prepared
from blog.languages.addresses import address_of, own_name, page_language
from blog.languages.collation import collation_key
from blog.organizations.changes import of_organization
from blog.posts.changes import OF_NO_TERM_OR_SERIES, of_card, of_listing, of_post, of_series, of_term
from blog.posts.models import Category, Post, Series, SeriesPart, Tag
from blog.posts.models.language import direction_of
from blog.posts.paging import beyond
from blog.posts.relating import RELATED

type Rows = models.QuerySet[Any, tuple[Any, ...]]

NO_RANK = models.Value(0.0)


class Kind(models.TextChoices):
    """What a row of the query is to the post."""

    CATEGORY = "category"
    NEXT = "next"
    PART = "part"
    PREVIOUS = "previous"
    RELATED = "related"
    SERIES = "series"
    TAG = "tag"
    VERSION = "version"


class Lead(NamedTuple):
    """Another post, with what a link to it says. `language` is empty for what is in the language of the site.

    `publisher` is the name of the organization of the number `organization`, 0 for what is no post.
    """

    pk: int
    title: str
    slug: str
    language: str
    published_at: datetime | None
    is_date_known: bool
    publisher: str
    organization: int

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return address_of("post", self.slug, language=page_language(self.language))

    @property
    def language_name(self) -> str:
        """What its language calls itself."""
        return own_name(self.language)

    @property
    def direction(self) -> str:
        """`rtl` when its language is written from right to left, else `ltr`."""
        return direction_of(self.language)


@dataclass(slots=True)
class SeriesBox:
    """The series of a post: all of its public parts in order, and the place of this one among them, from 1."""

    series: Series
    parts: list[Lead]
    place: int

    @property
    def previous(self) -> Lead | None:
        """The part before this one."""
        return self.parts[self.place - 2] if self.place > 1 else None

    @property
    def next(self) -> Lead | None:
        """The part after this one."""
        return self.parts[self.place] if self.place < len(self.parts) else None


@dataclass(slots=True)
class Leads:
    """What stands around a post. `previous` and `next` are of the same organization; neither leads into the future."""

    categories: list[Category] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    previous: Lead | None = None
    next: Lead | None = None
    related: list[Lead] = field(default_factory=list)
    series: SeriesBox | None = None
    versions: list[Lead] = field(default_factory=list)  # in several languages, this one among them, the original first


def leads_of(post: Post, *, at: datetime) -> Leads:
    """Return what the public may see around a post at a moment, in one query."""
    known = {"published_at": post.published_at, "original": post.original_id}
    given = {name: value for name, value in known.items() if value is not None}
    around = prepared.rows(_around, at=at, post=post.pk, organization=post.organization_id, **given)
    found: dict[str, list[tuple[float, Lead]]] = {kind: [] for kind in Kind.values}
    for kind, rank, *columns in around:
        found[kind].append((rank, Lead(*columns)))
    ranked = {kind: [lead for _rank, lead in sorted(rows, key=_rank_and_number)] for kind, rows in found.items()}
    return Leads(
        categories=[Category(pk=lead.pk, name=lead.title, slug=lead.slug) for lead in _by_name(ranked[Kind.CATEGORY])],
        tags=[Tag(pk=lead.pk, name=lead.title, slug=lead.slug) for lead in _by_name(ranked[Kind.TAG])],
        previous=next(iter(ranked[Kind.PREVIOUS]), None),
        next=next(iter(ranked[Kind.NEXT]), None),
        related=ranked[Kind.RELATED],
        series=_box(post, ranked[Kind.SERIES], ranked[Kind.PART]),
        versions=sorted(ranked[Kind.VERSION], key=lambda lead: (lead.pk != post.original_id, lead.language)),
    )


def subjects_of_leads(post: Post, leads: Leads) -> Iterator[str]:
    """Yield the subjects of what stands around a post, and of who publishes it."""
    yield of_post(post.pk)
    yield of_organization(post.organization_id)  # also where no other post is read: it is not all of the table
    yield from OF_NO_TERM_OR_SERIES
    yield of_listing(post.organization)  # which one comes before it and after it
    yield from map(of_term, (*leads.categories, *leads.tags))
    around = [lead for lead in (leads.previous, leads.next, *leads.related, *leads.versions) if lead is not None]
    if leads.series is not None:
        yield of_series(leads.series.series.pk)
        around += leads.series.parts
    yield from (of_card(lead.pk) for lead in around)
    yield from (of_organization(lead.organization) for lead in around)


def _rank_and_number(row: tuple[float, Lead]) -> tuple[float, int]:
    return row[0], row[1].pk


def _by_name(terms: list[Lead]) -> list[Lead]:
    return sorted(terms, key=lambda term: (collation_key(term.title), term.pk))


def _box(post: Post, series: list[Lead], parts: list[Lead]) -> SeriesBox | None:
    """Return the box; none for a post outside any series, or one that is not public yet and so no part of what is read."""
    place = next((number for number, part in enumerate(parts, 1) if part.pk == post.pk), 0)
    if not series or not place:
        return None
    return SeriesBox(series=Series(pk=series[0].pk, title=series[0].title, slug=series[0].slug), parts=parts, place=place)


def _around(
    *, at: datetime, post: int, organization: int, published_at: datetime | None = None, original: int | None = None
) -> Rows:
    first, *others = _parts(at, post, organization, published_at, original)
    return first.union(*others, all=True)


def _parts(at: datetime, post: int, organization: int, published_at: datetime | None, original: int | None) -> Iterator[Rows]:
    yield _terms(Category.objects.filter(posts=post), Kind.CATEGORY, "name")
    yield _terms(Tag.objects.filter(posts=post), Kind.TAG, "name")
    public = Post.objects.published(at)
    if published_at is not None:
        beside = public.filter(organization=organization)
        for kind, is_falling in ((Kind.PREVIOUS, True), (Kind.NEXT, False)):
            sign = "-" if is_falling else ""
            there = beside.filter(beyond("published_at", published_at, post, is_falling=is_falling))
            one = there.order_by(f"{sign}published_at", f"{sign}pk").values("pk")[:1]
            yield _posts(Post.objects.filter(pk__in=one), kind, NO_RANK)
    nearest = public.filter(related_to__post=post).order_by("-related_to__closeness", "-pk").values("related_to__pk")[:RELATED]
    close = Post.objects.filter(related_to__in=nearest)
    yield _posts(close, Kind.RELATED, -models.F("related_to__closeness"))
    own = SeriesPart.objects.filter(post=post).values("series")
    yield _terms(Series.objects.filter(pk__in=own), Kind.SERIES, "title")
    yield _posts(public.filter(series_part__series__in=own), Kind.PART, models.F("series_part__position"))
    if original is not None:
        yield _posts(public.filter(original=original), Kind.VERSION, NO_RANK)


def _terms(rows: models.QuerySet[Any], kind: Kind, name: str) -> Rows:
    nothing = models.Value("")
    undated = Cast(models.Value(None), models.DateTimeField())  # PostgreSQL wants to know what kind of nothing it is
    columns = ("pk", name, "slug", nothing, undated, models.Value(False), nothing, models.Value(0))  # noqa: FBT003
    return rows.values_list(models.Value(kind), NO_RANK, *columns)


def _posts(rows: models.QuerySet[Any], kind: Kind, rank: Any) -> Rows:
    publisher = Coalesce(NullIf("organization__short_name", models.Value("")), "organization__name")
    columns = ("pk", "title", "slug", "language", "published_at", "is_date_known")
    return rows.values_list(models.Value(kind), Cast(rank, models.FloatField()), *columns, publisher, "organization_id")
