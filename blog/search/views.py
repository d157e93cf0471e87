"""The results page, and how browsers learn of it."""

from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from blog import prepared
from blog.organizations.models import Organization
from blog.posts.addresses import absolute
from blog.posts.models import Category
from blog.search.asked import Asked
from blog.search.query import MAX_CHARACTERS
from blog.search.results import find

SELECTED = mark_safe(" selected")
CHOICES = 100  # organizations or categories that can be chosen from a list


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words in the address find; `fragment=1` returns the results alone, for the page to put in place."""
    asked = Asked.read(request.GET.dict())
    context = {"asked": asked, "results": find(asked, at=timezone.now())}
    if request.GET.get("fragment"):
        return render(request, "search/results.html", context)
    return render(request, "search/page.html", {**context, **_choices(asked), "max_characters": MAX_CHARACTERS})


def _choices(asked: Asked) -> dict[str, object]:
    """Return what the posts can be limited to. Where there are too many organizations for a list, their own pages lead here."""
    organizations = prepared.rows(_organizations)
    if len(organizations) > CHOICES:
        organizations = [(asked.organization.slug, asked.organization.name)] if asked.organization else []
    categories = prepared.rows(_categories)
    return {
        "organizations": _options(tuple(organizations), asked.organization.slug if asked.organization else ""),
        "categories": _options(tuple(categories), asked.category.slug if asked.category else ""),
        "languages": _options(tuple((code, str(name)) for code, name in settings.LANGUAGES), asked.language),
    }


def _organizations() -> QuerySet[Organization, tuple[str, str]]:
    return Organization.objects.for_choice()[: CHOICES + 1]


def _categories() -> QuerySet[Category, tuple[str, str]]:
    return Category.objects.by_name().values_list("slug", "name")[:CHOICES]


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, object], ...], chosen: str) -> SafeString:
    """Return the options of a list: there may be hundreds, which a template would take milliseconds for."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", name) for value, name in choices),
    )


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers (https://github.com/dewitt/opensearch, 1.1 draft 6)."""
    context = {"search_url": absolute("/search/"), "suggested_name": settings.SITE_NAME[:16]}
    return render(
        request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )
