"""Feeds of the newest posts of the site, an organization, a category or a tag: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import io
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog import prepared
from blog.changes.kept import kept
from blog.changes.reading import narrowed
from blog.media.looks import logo_of
from blog.media.markup import SHARED_WIDTH_PIXELS, sized
from blog.organizations.models import Organization
from blog.posts.addresses import absolute, with_absolute_links
from blog.posts.changes import of_listing, of_shown_posts
from blog.posts.feedformats import Credit, FullTextAtom, FullTextRss, JsonFeed, Picture
from blog.posts.guards import get_organization, get_term
from blog.posts.models import Category, Post, PostQuerySet, Tag, names_by_post
from blog.posts.models.terms import Term
from blog.posts.paging import Start, first
from blog.posts.publishers import first_of

POSTS_A_FEED = 20
NEWEST = Start(by="published_at", is_falling=True)
ICON_PIXELS = 320
FORMATS: dict[str, type[FullTextRss | FullTextAtom | JsonFeed]] = {"": FullTextRss, "atom": FullTextAtom, "json": JsonFeed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed is about. `build`, `shape` and `values` make its posts (see `blog.prepared`); `at` is given as well."""

    title: str
    description: str
    path: str
    build: Callable[..., PostQuerySet]
    shape: tuple[Hashable, ...] = ()
    values: Mapping[str, prepared.Value] = field(default_factory=dict)
    page: Organization | Category | Tag | None = None
    icon: str = ""  # the whole address of what stands for it


def site_channel() -> Channel:
    """Return the newest posts of the whole site."""
    description = _("The newest posts of %(site)s") % {"site": settings.SITE_NAME}
    return Channel(title=settings.SITE_NAME, description=description, path=reverse("home"), build=_published)


def organization_channel(slug: str) -> Channel:
    """Return an organization's newest posts."""
    organization = get_organization(slug)
    logo = logo_of(organization)
    icon = "" if logo is None else absolute(logo.address_for(ICON_PIXELS))
    return _channel(organization, organization.summary, icon)


def category_channel(slug: str) -> Channel:
    """Return the newest posts in a category."""
    category = get_term(Category, slug)
    return _channel(category, category.description)


def tag_channel(slug: str) -> Channel:
    """Return the newest posts that carry a tag."""
    tag = get_term(Tag, slug)
    return _channel(tag, tag.description)


def _channel(page: Organization | Category | Tag, description: str, icon: str = "") -> Channel:
    return Channel(
        title=f"{page.name} · {settings.SITE_NAME}",
        description=description or page.name,
        path=page.get_absolute_url(),
        build=_published,
        shape=(type(page), isinstance(page, Term) and page.has_many_posts),
        values={"of": page.pk},
        page=page,
        icon=icon,
    )


def _published(
    kind: type[Organization | Category | Tag] | None = None,
    is_large: bool = False,  # noqa: FBT001, FBT002  # a part of the shape
    *,
    at: datetime,
    of: int = 0,
) -> PostQuerySet:
    posts = Post.objects.published(at)
    is_all = kind is None or kind is Organization  # whose posts `first_of` finds
    return posts if kind is None or is_all else posts.on_page_of(kind, of, is_large=is_large)


CHANNELS: dict[str, Callable[..., Channel]] = {
    "site": site_channel,
    "organization": organization_channel,
    "category": category_channel,
    "tag": tag_channel,
}


@kept()
@require_safe
def feed(request: HttpRequest, channel: str, feed_format: str, **slug: str) -> HttpResponse:
    """Return the newest posts of a channel with their whole text."""
    response = respond(CHANNELS[channel](**slug), feed_format, feed_path=escape_uri_path(request.path), hub=settings.WEBSUB_HUB)
    if settings.WEBSUB_HUB:  # for formats that are neither HTML nor XML there is no other way to tell (WebSub, section 4)
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{absolute(escape_uri_path(request.path))}>; rel="self"'
    return response


def respond(about: Channel, feed_format: str, *, feed_path: str, hub: str = "") -> HttpResponse:
    """Return the newest posts of a channel with their whole text.

    Args:
        about: the channel.
        feed_format: one of the `FORMATS`.
        feed_path: where the feed itself stands.
        hub: who is told when it changes; empty where nobody is.
    """
    generator_class = FORMATS[feed_format]
    generator = generator_class(
        title=about.title,
        link=absolute(about.path),
        description=about.description,
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=absolute(feed_path),
        hub=hub,
        icon=about.icon,
    )
    with narrowed() as on:
        posts = prepared.rows(_carried, about.build, about.shape, get_language(), at=timezone.now(), **about.values)
        on(of_listing(about.page), *of_shown_posts(posts))
    terms = names_by_post(posts)
    for post in posts:
        _add(generator, post, terms.get(post.pk, []))
    written = io.BytesIO()
    generator.write(written, "utf-8")
    return HttpResponse(written.getvalue(), content_type=generator_class.content_type)


def _carried(
    build: Callable[..., PostQuerySet], shape: tuple[Hashable, ...], language: str | None, **values: prepared.Value
) -> models.QuerySet[Post]:
    """Return what a feed of a language carries: the newest posts in it, and in the site's default language all."""
    posts = build(*shape, **values).for_feed().fetch_mode(models.FETCH_PEERS)
    in_edition = posts if language in {settings.LANGUAGE_CODE, None} else posts.in_language(language)
    read = first_of if Organization in shape else first
    return read(in_edition, NEWEST, POSTS_A_FEED, **values)


def _add(generator: SyndicationFeed, post: Post, terms: list[str]) -> None:
    address = absolute(post.get_absolute_url())
    own, *partners = [Credit(each.name, absolute(each.get_absolute_url())) for each in post.publishers]
    generator.add_item(
        title=post.title,
        link=address,
        unique_id=_identity(post),
        unique_id_is_permalink=False,
        description=post.excerpt,
        content=with_absolute_links(post.body_html, address=address),
        author_name=own.name if not post.byline else f"{post.byline}, {own.name}",
        author_link=own.address,
        partners=partners,
        pubdate=post.published_at,
        updateddate=max(moment for moment in (post.updated_at, post.published_at) if moment),
        comments=f"{address}#discussion",
        categories=terms,
        cover=_cover(post),
        language=post.language,
    )


def _cover(post: Post) -> Picture | None:
    """Return the cover as readers show it beside the title."""
    if post.cover is None:
        return None
    shown = sized(post.cover, SHARED_WIDTH_PIXELS)
    file_type = post.cover.content_type
    return Picture(absolute(shown.address), shown.width, shown.height, file_type, post.cover_description)


def _identity(post: Post) -> str:
    """Return a tag URI (RFC 4151): it stays when the slug changes, so that no reader shows the post anew."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{post.first_published_at:%Y-%m-%d}:posts/{post.pk}"


def urlpatterns(prefix: str, channel: str) -> list[URLPattern]:
    """Return the addresses of a channel's feeds, named `<channel>-feed`, `<channel>-feed-atom` and `<channel>-feed-json`."""
    return [
        path(
            f"{prefix}feed/{name}/" if name else f"{prefix}feed/",
            feed,
            {"channel": channel, "feed_format": name},
            name=f"{channel}-feed-{name}" if name else f"{channel}-feed",
        )
        for name in FORMATS
    ]
