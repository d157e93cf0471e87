"""Where documents belong: their organizations, categories and tags, found or made."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone

from blog.imports.document import Document, OrganizationProfile
from blog.organizations.models import Kind, Organization
from blog.organizations.services import save_organization
from blog.posts.models import Category, Tag
from blog.redirects.slugs import free_slugs
from blog.richtext.rendering import render_plain_text
from blog.richtext.text import printable, shorten

LONGEST_NAME = Organization._meta.get_field("name").max_length or 0


class Publishers:
    """The organizations that documents name, each looked up once, and made where there is none of that name.

    One that exists stays as it is. It serves one transaction: others may delete what it has found.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        names = {_name_of(_profile_of(document)) for document in documents}
        there = Organization.objects.filter(name__in=names).order_by("-pk")
        self._found = {organization.name: organization for organization in there}  # of several with a name, the first

    def of(self, document: Document) -> tuple[Organization, list[str]]:
        """Return the organization that a document names, and what a person should know.

        A document that names none belongs to the organization that bears the site's name.
        """
        profile, warnings = _profile_of(document), list[str]()
        if document.organization is None:
            warnings.append(f"names no organization; filed under {settings.SITE_NAME} (choose with --organization)")
        name = _name_of(profile)
        if name not in self._found:
            self._found[name] = _find(name) or _make(name, profile)
        return self._found[name], warnings


def terms_for[TermT: (Category, Tag)](model: type[TermT], names: Sequence[Iterable[str]]) -> list[list[TermT]]:
    """Return the terms of some documents by their names; those that do not exist are made."""
    longest = model._meta.get_field("name").max_length or 0
    wanted = [list(dict.fromkeys(name for given in some if (name := shorten(printable(given), longest)))) for some in names]
    everything = dict.fromkeys(name for some in wanted for name in some)
    found = {term.name: term for term in model._default_manager.filter(name__in=everything)} if everything else {}
    new = [name for name in everything if name not in found]
    for name, slug in zip(new, free_slugs(model, new) if new else [], strict=True):
        found[name] = model._default_manager.create(name=name, slug=slug)
    return [[found[name] for name in some] for some in wanted]


def _profile_of(document: Document) -> OrganizationProfile:
    return document.organization or OrganizationProfile(name=settings.SITE_NAME)


def _name_of(profile: OrganizationProfile) -> str:
    return shorten(printable(profile.name), LONGEST_NAME)


def _find(name: str) -> Organization | None:
    return Organization.objects.filter(name__iexact=name).order_by("pk").first()


def _make(name: str, profile: OrganizationProfile) -> Organization:
    organization = Organization(
        name=name,
        short_name=profile.short_name[:50],
        kind=profile.kind if profile.kind in Kind.values else Kind.OTHER,
        founded_year=profile.founded_year,
        description=render_plain_text(profile.description),
    )
    save_organization(organization, by=None, at=timezone.now())
    return organization
