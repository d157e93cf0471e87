"""Pages that list posts: home, organizations, terms and the archive. Each costs the same few queries at any length."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from blog import prepared
from blog.changes.kept import kept
from blog.changes.reading import narrowed
from blog.media.looks import of_shown_look, with_logos
from blog.organizations.models import Organization
from blog.posts import structured_data
from blog.posts.archive import COUNTED, start_of, with_post_counts, years
from blog.posts.changes import of_listing, of_shown_posts
from blog.posts.descriptions import description_of
from blog.posts.guards import get_organization, get_term
from blog.posts.models import Category, Post, PostQuerySet, Tag
from blog.posts.models.terms import Term
from blog.posts.paging import InvalidCursorError, Page, first, paginate
from blog.posts.publishers import first_of
from blog.posts.sharing import cover_of

POSTS_A_PAGE = 12
FEATURED_POSTS = 3
ORGANIZATIONS_A_PAGE = 60
TERMS_A_PAGE = 60


@kept("after", "before")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest posts of the site; on the first page the featured ones stand before them."""
    page = _page_of_posts(request)
    with narrowed() as on:
        featured = prepared.rows(_featured, at=timezone.now()) if page.is_first else []
        on(of_listing(), *of_shown_posts(featured))
    context = {"page": page, "featured": featured, "structured_data": structured_data.home_page()}
    return render(request, "posts/home.html", context)


@kept("letter", "after", "before")
@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """Show the organizations in alphabetical order: all, or those that begin with a letter."""
    letter = request.GET.get("letter", "")
    run = prepared.rows_anew if letter else prepared.rows
    with narrowed() as on:
        page = _page_of(request, _organizations, letter, by="collation_key", size=ORGANIZATIONS_A_PAGE, run=run)
        on(*(subject for shown in page.items for subject in of_shown_look(shown)))
    context = {
        "page": page,
        "letters": Organization.objects.initials(),
        "letter": letter,
        "within": urlencode({"letter": letter}) if letter else "",
        "structured_data": structured_data.list_page((gettext("Organizations"), reverse("organizations"))),
    }
    return render(request, "posts/organizations.html", context)


@kept("after", "before")
@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organization's profile and what it publishes, alone and jointly."""
    shown = get_organization(slug)
    page = _page_of_posts(request, of=shown)
    context = {
        "page": page,
        "organization": shown,
        "description": shown.summary or _description(shown.name, page),
        "shared_picture": cover_of(shown),
        "structured_data": structured_data.organization_page(shown),
    }
    return render(request, "posts/organization.html", context)


@kept("after", "before")
@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Show the categories, each with how many posts it has."""
    return _index_of_terms(request, Category, gettext("Categories"))


@kept("after", "before")
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Show the tags, each with how many posts it has."""
    return _index_of_terms(request, Tag, gettext("Tags"))


@kept()
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Show where everything is, for people; programs have the sitemap."""
    context = {
        "categories": Category.objects.by_name()[:TERMS_A_PAGE],
        "letters": Organization.objects.initials(),
        "years": years(timezone.now()),
    }
    return render(request, "posts/site_map.html", context)


def _index_of_terms(request: HttpRequest, model: type[Category | Tag], title: str) -> HttpResponse:
    crumbs = structured_data.list_page((title, request.path))
    page = _page_of(request, _counted, model, by="collation_key", size=TERMS_A_PAGE, at=timezone.now())
    context = {"page": page, "title": title, "counted": COUNTED, "structured_data": crumbs}
    return render(request, "posts/terms.html", context)


@kept("after", "before")
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts in a category."""
    return _term_page(request, get_term(Category, slug))


@kept("after", "before")
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts that carry a tag."""
    return _term_page(request, get_term(Tag, slug))


@kept()
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Show the years and months in which something was published, the newest first."""
    crumbs = structured_data.list_page(_archive_crumb())
    return render(request, "posts/archive.html", {"years": years(timezone.now()), "structured_data": crumbs})


@kept("after", "before")
@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the posts of a year."""
    crumbs = structured_data.list_page(_archive_crumb(), _year_crumb(year))
    return _archive_period(request, str(year), _start_of(year, 1), _start_of(year + 1, 1), year=year, structured_data=crumbs)


@kept("after", "before")
@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show the posts of a month."""
    start = _start_of(year, month)
    end = _start_of(year + month // 12, month % 12 + 1)
    name = date_format(start, "YEAR_MONTH_FORMAT")
    crumbs = structured_data.list_page(
        _archive_crumb(), _year_crumb(year), (name, reverse("archive-month", args=[year, month]))
    )
    return _archive_period(request, name, start, end, year=year, month=start, structured_data=crumbs)


def _term_page(request: HttpRequest, term: Category | Tag) -> HttpResponse:
    page = _page_of_posts(request, of=term)
    context = {
        "page": page,
        "term": term,
        "description": term.description or _description(term.name, page),
        "term_kind": term._meta.model_name,
        "structured_data": structured_data.term_page(term),
    }
    return render(request, "posts/term.html", context)


def _archive_period(request: HttpRequest, name: str, start: datetime, end: datetime, **context: Any) -> HttpResponse:
    page = _page_of_posts(request, between=(start, end))
    if not page.items:
        raise Http404
    description = _description(name, page)
    return render(request, "posts/archive_period.html", {"page": page, "description": description, **context})


def _description(name: str, page: Page[Post]) -> str:
    return description_of(name, page.items, has_more=bool(page.next))


def _archive_crumb() -> structured_data.Crumb:
    return gettext("Archive"), reverse("archive")


def _year_crumb(year: int) -> structured_data.Crumb:
    return str(year), reverse("archive-year", args=[year])


def _start_of(year: int, month: int) -> datetime:
    """Return the first moment of a month in the site's time zone.

    Raises:
        Http404: when the calendar has no such month.
    """
    try:
        return start_of(date(year, month, 1))
    except (ValueError, OverflowError):
        raise Http404 from None


def _featured(*, at: datetime) -> PostQuerySet:
    return Post.objects.published(at).featured().for_cards()[:FEATURED_POSTS]


def _organizations(letter: str) -> models.QuerySet[Organization]:
    return with_logos(Organization.objects.beginning_with(letter) if letter else Organization.objects.all())


def _counted(model: type[Category | Tag], *, at: datetime) -> models.QuerySet[Category | Tag]:
    return with_post_counts(model._default_manager.all(), at=at)


def _posts(
    kind: type[Organization | Category | Tag] | None,
    is_large: bool,  # noqa: FBT001  # a part of the shape
    *,
    at: datetime,
    of: int = 0,
    start: datetime | None = None,
    end: datetime | None = None,
) -> PostQuerySet:
    posts: PostQuerySet = Post.objects.all() if start is None or end is None else Post.objects.between(start, end)
    posts = posts.published(at).for_cards()
    if kind is None or kind is Organization:  # whose posts `first_of` finds
        return posts
    return posts.on_page_of(kind, of, is_large=is_large)


def _page_of_posts(
    request: HttpRequest, *, of: Organization | Category | Tag | None = None, between: tuple[datetime, datetime] | None = None
) -> Page[Post]:
    values: dict[str, Any] = {"at": timezone.now()}
    if of is not None:
        values["of"] = of.pk
    if between is not None:
        values["start"], values["end"] = between
    with narrowed() as on:
        kind, read = (None if of is None else type(of)), (first_of if isinstance(of, Organization) else first)
        is_large = isinstance(of, Term) and of.has_many_posts
        page = _page_of(request, _posts, kind, is_large, by="-published_at", size=POSTS_A_PAGE, read=read, **values)
        on(of_listing(of), *of_shown_posts(page.items))
    return page


def _page_of[ModelT: models.Model](
    request: HttpRequest,
    build: Callable[..., models.QuerySet[ModelT]],
    *shape: Hashable,
    by: str,
    size: int,
    run: prepared.Run = prepared.rows,
    read: Callable[..., models.QuerySet[ModelT]] = first,
    **values: prepared.Value,
) -> Page[ModelT]:
    """Return the page that the request's cursors name.

    Raises:
        Http404: when a cursor was not given out by a page, or nothing lies beyond it any more.
    """
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = paginate(build, *shape, by=by, size=size, after=after, before=before, run=run, read=read, **values)
    except InvalidCursorError:
        raise Http404 from None
    if (after or before) and not page.items:
        raise Http404
    return page
