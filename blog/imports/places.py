"""Where a document belongs: its organization, categories and tags, found or made."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from blog.imports.document import Document
from blog.organizations.models import Kind, Organization
from blog.organizations.services import save_organization
from blog.posts.models import Category, Tag
from blog.redirects.slugs import free_slug
from blog.richtext.rendering import render_plain_text
from blog.richtext.text import printable, shorten

LONGEST_NAME = Organization._meta.get_field("name").max_length or 0


def organization_for(document: Document) -> tuple[Organization, list[str]]:
    """Return the organization that a document names, made from what it says when there is none of that name.

    One that exists stays as it is. A document that names none belongs to the organization that bears the site's name.
    The second value is what a person should know.
    """
    profile = document.organization
    if profile is None:
        warning = f"names no organization; filed under {settings.SITE_NAME} (choose with --organization)"
        return _find(settings.SITE_NAME) or _make(Organization(name=settings.SITE_NAME)), [warning]
    name = shorten(printable(profile.name), LONGEST_NAME)
    if found := _find(name):
        return found, []
    organization = Organization(
        name=name,
        short_name=profile.short_name[:50],
        kind=profile.kind if profile.kind in Kind.values else Kind.OTHER,
        founded_year=profile.founded_year,
        description=render_plain_text(profile.description),
    )
    return _make(organization), []


def terms_for[TermT: (Category, Tag)](model: type[TermT], names: Iterable[str]) -> list[TermT]:
    """Return the terms of these names; those that do not exist are made."""
    longest = model._meta.get_field("name").max_length or 0
    wanted = dict.fromkeys(name for given in names if (name := shorten(printable(given), longest)))
    found = {term.name: term for term in model._default_manager.filter(name__in=wanted)}
    for name in wanted:
        if name not in found:
            found[name] = model._default_manager.create(name=name, slug=free_slug(model, name))
    return [found[name] for name in wanted]


def _find(name: str) -> Organization | None:
    return Organization.objects.filter(name__iexact=name).order_by("pk").first()


def _make(organization: Organization) -> Organization:
    save_organization(organization, by=None, at=timezone.now())
    return organization
