"""The sitemap (https://www.sitemaps.org/protocol.html): an index of files, and in these every public page and when it changed.

A file holds the rows with 1,000 successive numbers. So no row ever moves to another file, a file whose rows have not changed
keeps its `lastmod`, and finding its rows costs the same at the end of a big table as at its beginning. A large site has many
files, so what the index says of each is written here, not by a template.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from blog.changes.kept import kept
from blog.changes.reading import holds_until, narrowed
from blog.languages.addresses import localized
from blog.organizations.models import Organization
from blog.posts.addresses import absolute
from blog.posts.changes import CARDS, LISTING
from blog.posts.files import files_of_posts
from blog.posts.models import Category, Post, Series, Tag
from blog.posts.models.indexes import NUMBERS_A_FILE
from blog.posts.versions import alternates_of

LISTS = ["home", "organizations", "categories", "tags", "archive"]
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_AGE, MOST_NEWS = timedelta(days=2), 1000
ALTERNATE = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'


@dataclass(frozen=True, slots=True)
class Entry:
    """An address in a sitemap or of one, and when what stands there last changed."""

    location: str
    changed_at: datetime | None = None
    alternates: Sequence[tuple[str, str]] = ()  # what `hreflang` says, and the address

    def __str__(self) -> str:
        moment = "" if self.changed_at is None else self.changed_at.astimezone(UTC).isoformat()[: len("2017-08-09T10:00:00")]
        changed = moment and f"<lastmod>{moment}Z</lastmod>"
        links = [format_html(ALTERNATE, language, address) for language, address in self.alternates] if self.alternates else ()
        return f"<loc>{escape(self.location)}</loc>{changed}{''.join(links)}"


@dataclass(frozen=True, slots=True)
class Section:
    """The pages of one kind of rows, of which `changed` names the moment of the last change, where it is on record.

    `columns` are what their addresses are made of, and that moment; `subjects` those of all that is shown of them, where that
    is less than the whole table.
    """

    rows: Callable[[], models.QuerySet[Any]]
    columns: Sequence[str]
    changed: str = ""
    subjects: Sequence[str] = ()

    def files(self) -> dict[int, datetime | None]:
        """Return the numbers of the files that hold something, and when that last changed, in one query."""
        rows = self.rows().order_by().annotate(file=models.F("pk") / NUMBERS_A_FILE + 1).values("file").distinct()
        with narrowed() as on:
            on(*self.subjects)
            if not self.changed:
                return dict.fromkeys(rows.order_by("file").values_list("file", flat=True))
            return dict(rows.annotate(at=models.Max(self.changed)).order_by("file").values_list("file", "at"))

    def entries(self, file: int) -> list[Entry]:
        """Return what a file holds, in one query."""
        numbers = range((file - 1) * NUMBERS_A_FILE, file * NUMBERS_A_FILE)
        with narrowed() as on:
            on(*self.subjects)
            rows = list(self.rows().filter(pk__gte=numbers.start, pk__lt=numbers.stop).order_by("pk").only(*self.columns))
            alternates = _alternates({post.original_id for post in rows if isinstance(post, Post) and post.original_id})
        return [
            Entry(
                absolute(row.get_absolute_url()),
                getattr(row, self.changed) if self.changed else None,
                alternates.get(row.original_id, ()) if isinstance(row, Post) else (),
            )
            for row in rows
        ]


def _alternates(originals: set[int]) -> dict[int | None, list[tuple[str, str]]]:
    """Return, by original, in which languages posts are, in a query if there are any."""
    if not originals:
        return {}
    groups: dict[int | None, list[Post]] = {}
    for post in Post.objects.published().filter(original__in=originals).only("slug", "language", "original").order_by("pk"):
        groups.setdefault(post.original_id, []).append(post)
    return {original: alternates_of(posts, original) for original, posts in groups.items()}


SECTIONS = {
    "posts": Section(Post.objects.published, ("slug", "language", "original", "updated_at"), "updated_at", (CARDS, LISTING)),
    "organizations": Section(Organization.objects.all, ("slug", "updated_at"), "updated_at"),
    "series": Section(Series.objects.with_public_posts, ("slug", "updated_at"), "updated_at"),
    "categories": Section(Category.objects.all, ("slug",)),
    "tags": Section(Tag.objects.all, ("slug",)),
}


@kept()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Return the list of all files, each with the moment when something in it last changed."""
    files, of_posts = [Entry(absolute(reverse("sitemap-lists")))], ""
    for name, section in SECTIONS.items():
        begin, end = absolute(reverse("sitemap-pages", args=[name, 0])).rsplit("0", 1)
        if section.rows == Post.objects.published:
            of_posts = _of_posts(escape(begin), escape(end), section)
        else:
            files += [Entry(f"{begin}{file}{end}", changed_at) for file, changed_at in section.files().items()]
    if news := next(iter(_news(1)), None):
        files.append(Entry(absolute(reverse("sitemap-news")), news.published_at))
    lines = mark_safe("\n".join(filter(None, [of_posts, _lines("sitemap", files)])))  # noqa: S308  # of lines that are safe
    return _xml(request, "sitemaps/index.xml", lines)


@kept()
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Return the pages that list others, in each language of the site."""
    addresses = [localized(reverse(name), code) for code, _name in settings.LANGUAGES for name in LISTS]
    return _xml(request, "sitemaps/pages.xml", _lines("url", [Entry(absolute(address)) for address in addresses]))


@kept()
@require_safe
def pages(request: HttpRequest, section: str, file: int) -> HttpResponse:
    """Return one file of a section; none that holds nothing is there."""
    if section not in SECTIONS or not 0 < file < 2**63 // NUMBERS_A_FILE:
        raise Http404
    entries = SECTIONS[section].entries(file)
    if not entries:
        raise Http404
    return _xml(request, "sitemaps/pages.xml", _lines("url", entries))


@kept()
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Return what was published in the last two days, as news search engines read it; empty where nothing was."""
    return _xml(request, "sitemaps/news.xml", _news(MOST_NEWS))


def _of_posts(begin: str, end: str, section: Section) -> SafeString:
    """Return the lines of the index about files of posts."""
    with narrowed() as on:
        on(*section.subjects)
        files = files_of_posts(timezone.now())
    begin, between, end = f"<sitemap><loc>{begin}", f"{end}</loc><lastmod>", "Z</lastmod></sitemap>"
    lines = files.replace(" ", between).replace("\n", f"{end}\n{begin}")
    return mark_safe(f"{begin}{lines}{end}" if files else "")  # noqa: S308  # escaped, and numbers


def _news(most: int) -> list[Post]:
    """Return the newest posts; one whose date nobody knows is no news, and none is after a while."""
    now = timezone.now()
    newest = Post.objects.between(now - NEWS_AGE, now).published(now).dated().newest_first()
    with narrowed() as on:
        on(CARDS, LISTING)
        posts = list(newest.only("slug", "title", "language", "published_at")[:most])
    if posts and posts[-1].published_at is not None:
        holds_until(posts[-1].published_at + NEWS_AGE)
    return posts


def _lines(tag: str, entries: Iterable[Entry]) -> SafeString:
    return mark_safe("\n".join(f"<{tag}>{entry}</{tag}>" for entry in entries))  # noqa: S308  # an entry escapes what it shows


def _xml(request: HttpRequest, template: str, entries: SafeString | Iterable[Post]) -> HttpResponse:
    context = {"entries": entries, "site_name": settings.SITE_NAME, "site_origin": settings.SITE_URL}
    return render(request, template, context, content_type="application/xml")
