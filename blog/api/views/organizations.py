"""Organizations, categories and tags: what posts are listed under."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from blog.api.paging import beside, part_of
from blog.api.parameters import TwoWayParameters
from blog.api.serializers import (
    CategoryEntry,
    CategoryPage,
    OrganizationDetail,
    OrganizationPage,
    TagEntry,
    TagPage,
)
from blog.api.views.base import ReadView
from blog.api.views.described import described
from blog.media.looks import LOOK
from blog.organizations.models import Organization
from blog.posts.guards import get_organization, get_term
from blog.posts.models import Category, Tag


class Organizations(ReadView):
    """The organizations by name."""

    @described(
        "organizations_list", _("Organizations by name"), OrganizationPage, parameters=TwoWayParameters, refusals=(400, 404)
    )
    def get(self, request: Request) -> Response:
        """Answer a part of the list."""
        return _by_name(request, Organization.objects.for_index().select_related(*LOOK), OrganizationPage)


class OneOrganization(ReadView):
    """An organization."""

    @described("organizations_read", _("An organization with its description"), OrganizationDetail, refusals=(404, 410))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002  # Django's signature
        """Answer the organization."""
        return Response(OrganizationDetail(get_organization(slug)).data)


class Categories(ReadView):
    """The categories by name."""

    @described("categories_list", _("Categories by name"), CategoryPage, parameters=TwoWayParameters, refusals=(400, 404))
    def get(self, request: Request) -> Response:
        """Answer a part of the list."""
        return _by_name(request, Category.objects.all(), CategoryPage)


class OneCategory(ReadView):
    """A category."""

    @described("categories_read", _("A category"), CategoryEntry, refusals=(404, 410))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002  # as above
        """Answer the category."""
        return Response(CategoryEntry(get_term(Category, slug)).data)


class Tags(ReadView):
    """The tags by name."""

    @described("tags_list", _("Tags by name"), TagPage, parameters=TwoWayParameters, refusals=(400, 404))
    def get(self, request: Request) -> Response:
        """Answer a part of the list."""
        return _by_name(request, Tag.objects.all(), TagPage)


class OneTag(ReadView):
    """A tag."""

    @described("tags_read", _("A tag"), TagEntry, refusals=(404, 410))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002  # as above
        """Answer the tag."""
        return Response(TagEntry(get_term(Tag, slug)).data)


def _by_name[ModelT: models.Model](
    request: Request, rows: models.QuerySet[ModelT], serializer: type[serializers.Serializer[Any]]
) -> Response:
    page = part_of(rows, by="collation_key", asked=TwoWayParameters.read(request.GET))
    turns = beside(request, TwoWayParameters, next=page.next, previous=page.previous)
    return Response(serializer({**turns, "results": page.items}).data)
