"""What search engines read of a page: JSON-LD in the words of schema.org.

It stands in the page as a data block, which no browser runs and no content policy has to allow (HTML, "prepare the script
element", step 11 on types).
"""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blog.media.looks import logo_of
from blog.media.markup import sized
from blog.organizations.models import Kind, Organization
from blog.posts.addresses import absolute
from blog.posts.leads import Lead
from blog.posts.models import Category, Post, Series, Tag
from blog.posts.sharing import picture_of
from blog.posts.versions import Versions
from blog.richtext.text import shorten

type Node = dict[str, Any]
type Crumb = tuple[str, str]

LOGO_PIXELS = 640
HEADLINE_CHARACTERS = 110  # what search engines show of one
_TYPES = {
    Kind.INSTITUTE: "ResearchOrganization",
    Kind.NGO: "NGO",
    Kind.PUBLIC_BODY: "GovernmentOrganization",
    Kind.COMPANY: "Corporation",
    Kind.MEDIA: "NewsMediaOrganization",
}
# Without these no text can end the block or begin a comment in it (HTML, "restrictions for contents of script elements").
_ESCAPES = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))  # one after the other: `translate` takes ten times as long


def block(*nodes: Node) -> SafeString:
    """Return nodes as the contents of a `<script type="application/ld+json">`."""
    graph = {"@context": "https://schema.org", "@graph": [_without_empty(node) for node in nodes]}
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _ESCAPES:
        written = written.replace(sign, escape)
    return mark_safe(written)  # noqa: S308  # escaped just now


def website() -> Node:
    """Return the site itself, and how to search it."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute(reverse("home")),
        "name": settings.SITE_NAME,
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(reverse("search")) + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(*crumbs: Crumb) -> Node:
    """Return the way from the home page to a page, as pairs of a name and a path; the last is the page itself."""
    way = [(settings.SITE_NAME, reverse("home")), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(way, start=1)
        ],
    }


def organization_node(organization: Organization) -> Node:
    """Return an organization with what its page tells of it."""
    country = organization.country.code if organization.country else ""
    return _reference(organization) | {
        "alternateName": organization.short_name,
        "description": organization.summary,
        "foundingDate": f"{organization.founded_year:04d}" if organization.founded_year else "",
        "address": {"@type": "PostalAddress", "addressCountry": country} if country else None,
        "sameAs": [organization.website] if organization.website else [],
        "logo": _logo(organization),
    }


def home_page() -> SafeString:
    """Return what stands on the home page."""
    return block(website())


def list_page(*crumbs: Crumb) -> SafeString:
    """Return what stands on a page that lists something: the way to it."""
    return block(breadcrumbs(*crumbs))


def organization_page(organization: Organization) -> SafeString:
    """Return what stands on the page of an organization."""
    own = (organization.name, organization.get_absolute_url())
    return block(organization_node(organization), breadcrumbs(_organizations(), own))


def term_page(term: Category | Tag) -> SafeString:
    """Return what stands on the page of a category or a tag."""
    address = term.get_absolute_url()
    page = {
        "@type": "CollectionPage",
        "url": absolute(address),
        "name": term.name,
        "description": term.description,
        "isPartOf": {"@id": absolute("/#site")},
    }
    return block(page, breadcrumbs((term.name, address)))


def series_page(series: Series, parts: Iterable[Post]) -> SafeString:
    """Return what stands on the page of a series, whose organization is loaded."""
    organization, address = series.organization, series.get_absolute_url()
    node = {
        "@type": "CreativeWorkSeries",
        "url": absolute(address),
        "name": series.title,
        "description": series.description,
        "publisher": _reference(organization),
        "hasPart": [{"@id": article_identity(post), "@type": "NewsArticle", "headline": post.title} for post in parts],
    }
    return block(node, breadcrumbs((organization.name, organization.get_absolute_url()), (series.title, address)))


def post_page(post: Post, categories: Iterable[Category], tags: Iterable[Tag], versions: Versions) -> SafeString:
    """Return what stands on the page of a post, whose organization is loaded; of its partners, what names them."""
    organization = post.organization
    trail = breadcrumbs((organization.name, organization.get_absolute_url()), (post.title, post.get_absolute_url()))
    article = _article(post, categories, tags) | _translations(post, versions)
    return block(article, organization_node(organization), trail)


def article_identity(post: Post | Lead) -> str:
    """Return what other nodes call the article of a post."""
    return absolute(f"{post.get_absolute_url()}#article")


def _article(post: Post, categories: Iterable[Category], tags: Iterable[Tag]) -> Node:
    own, *partners = [_reference(organization) for organization in post.publishers]
    publisher = _without_empty(own | {"logo": _logo(post.organization)})
    person = [{"@type": "Person", "name": post.byline}] if post.byline else []
    published = post.published_at.isoformat() if post.published_at and post.is_date_known else ""
    return {
        "@type": "NewsArticle",
        "@id": article_identity(post),
        "mainEntityOfPage": post.canonical_url or absolute(post.get_absolute_url()),
        "url": absolute(post.get_absolute_url()),
        "headline": shorten(post.title, HEADLINE_CHARACTERS),
        "description": post.meta_description,
        "inLanguage": post.language,
        "datePublished": published,
        "dateModified": max(filter(None, (post.updated_at, post.published_at))).isoformat(),
        "author": [*person, own, *partners],
        "publisher": [publisher, *partners] if partners else publisher,
        "articleSection": [category.name for category in categories],
        "keywords": [tag.name for tag in tags],
        "image": _image(post),
        "wordCount": post.word_count,
        "commentCount": post.comment_count,
        "isAccessibleForFree": True,
    }


def _translations(post: Post, versions: Versions) -> Node:
    """Return of which article this is a translation, or which are translations of this one."""
    if post.is_translation:
        return {"translationOfWork": _mention(versions.original) if versions.original else None}
    return {"workTranslation": [_mention(lead) for lead in versions.others]}


def _mention(lead: Lead) -> Node:
    return {
        "@type": "NewsArticle",
        "@id": article_identity(lead),
        "url": absolute(lead.get_absolute_url()),
        "headline": shorten(lead.title, HEADLINE_CHARACTERS),
        "inLanguage": lead.language,
    }


def _image(post: Post) -> Node:
    """Return the picture of a post, with what search engines ask for where it may be used (schema.org, ImageObject)."""
    shared = picture_of(post)
    node = {"@type": "ImageObject", "url": shared.address, "width": shared.width, "height": shared.height}
    if post.cover is None:
        return node
    node |= {"caption": post.cover_caption or post.cover_description}
    return _without_empty(node | {"creditText": post.cover.credit, "license": post.cover.licence_address})


def _logo(organization: Organization) -> Node | None:
    """Return the logo of an organization, in a file that works everywhere."""
    if (logo := logo_of(organization)) is None:
        return None
    shown = sized(logo, LOGO_PIXELS)
    return {"@type": "ImageObject", "url": absolute(shown.address), "width": shown.width, "height": shown.height}


def _reference(organization: Organization) -> Node:
    """Return an organization where another node names it; readers that do not follow identities find its name here."""
    return {
        "@type": _TYPES.get(Kind(organization.kind), "Organization"),
        "@id": _identity(organization),
        "name": organization.name,
        "url": absolute(organization.get_absolute_url()),
    }


def _identity(organization: Organization) -> str:
    return absolute(f"{organization.get_absolute_url()}#organization")


def _organizations() -> Crumb:
    return _("Organizations"), reverse("organizations")


def _without_empty(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [])}
