"""A page of all components for those who work on the theme: what each looks like, with texts that layouts break on."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.organizations.models import Kind, Organization
from blog.posts.leads import Lead, Leads, SeriesBox
from blog.posts.models import Category, Post, Series, Tag
from blog.posts.paging import Page
from blog.posts.versions import versions_of
from blog.richtext.rendering import render_article
from cms.component_texts import ARABIC, LONG_TITLE, LONG_WORD, PROSE, SENTENCE

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@require_safe
@never_cache
def components(request: HttpRequest) -> HttpResponse:
    """Show every component, to staff and on a developer's machine; nothing is stored or read."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    organization, plain = _organizations()
    posts = _posts(organization, plain)
    leads = _leads(posts)
    context = {
        "organizations": [organization, plain],
        "posts": posts,
        "page": Page(items=posts, previous="a", next="b"),
        "post": posts[0],
        "tags": [Tag(name=f"Subject {number}", slug=f"subject-{number}") for number in range(1, 41)],
        "categories": [Category(name="Economy", slug="economy"), Category(name="News", slug="news")],
        "leads": leads,
        "versions": versions_of(posts[0], leads),
        "citation": "Office of Examples. (2026, March 1). A title. Institute of Examples. https://example.org/posts/a-post/",
        "empty": Page(items=[], previous="", next=""),
    }
    return render(request, "components.html", context)


def _organizations() -> tuple[Organization, Organization]:
    described = Organization(
        name="Institute of Examples",
        short_name="IoE",
        slug="institute-of-examples",
        kind=Kind.INSTITUTE,
        tagline="Examples for everybody since 1987",
        description_html=f"<p>{SENTENCE}</p>",
        founded_year=1987,
        country="RO",
        website="https://example.org/",
    )
    return described, Organization(name=LONG_WORD, slug="long-word")


def _posts(organization: Organization, plain: Organization) -> list[Post]:
    """Return posts in memory: a usual one, a long title, one word, another direction, little of anything."""
    usual: dict[str, Any] = {"organization": organization, "published_at": DAY, "excerpt": SENTENCE, "word_count": 1400}
    posts = [
        Post(title="Trade grew faster than expected", byline="Office of Examples", summary=SENTENCE, comment_count=3, **usual),
        Post(title=LONG_TITLE, **usual),
        Post(title=LONG_WORD, **usual | {"organization": plain, "is_date_known": False}),
        Post(title=ARABIC, language="ar", **usual | {"excerpt": ARABIC}),
        Post(title="A", **usual | {"excerpt": ""}),
    ]
    for number, post in enumerate(posts, start=1):
        post.pk, post.slug, post.body_html = number, f"post-{number}", render_article(PROSE)
    posts[0].original, posts[0].outdated_at = posts[1], DAY
    posts[0].contents = [[2, "section-lists", "Lists"], [3, "section-a-part", "A part"], [2, "section-tables", LONG_TITLE]]
    return posts


def _leads(posts: list[Post]) -> Leads:
    parts = [
        Lead(
            *(post.pk, post.title, post.slug, post.language, post.published_at, post.is_date_known),
            *(post.organization.display_name, number),
        )
        for number, post in enumerate(posts, start=1)
    ]
    box = SeriesBox(series=Series(title="A series", slug="a-series"), parts=parts, place=2)
    versions = [part._replace(language=code) for part, code in zip(parts, ("en", "ro", "ru", "ar"), strict=False)]
    return Leads(previous=parts[0], next=parts[1], related=parts[1:], series=box, versions=versions)
