"""What lists in admin can be narrowed to. A filter offers only what belongs to the reader's own organizations."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in

CHOICES = 500  # what a list to choose from can hold and still be of use


class OrganizationFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to an organization for which the reader has a capability."""

    title = _("organization")
    parameter_name = "organization"
    capability = Capability.WRITE

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:  # noqa: ARG002  # Django's signature
        """Return the organizations; none where there is nothing to choose."""
        offered = Organization.objects.where_user_can(signed_in(request), self.capability).by_name()
        found = offered.values_list("pk", "name")[:CHOICES]
        return [(str(pk), name) for pk, name in found] if len(found) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002  # as above
        """Return the rows of the chosen organization."""
        value = self.value() or ""
        return queryset.filter(organization=value) if value.isdecimal() else queryset


def staff_with(deeds: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the superusers and members of whom there is a deed, by name; those of each are asked for by `OuterRef("pk")`.

    The first deed of each is looked up in an index. For "is there any" PostgreSQL would read all deeds of all people.
    """
    first = models.Subquery(deeds.order_by().values("pk")[:1])
    superusers = User.objects.filter(is_superuser=True).values("pk")
    people = User.objects.filter(pk__in=superusers.union(Membership.objects.values("user"), all=True))
    found = people.alias(first_deed=first).filter(first_deed__isnull=False).order_by("name", "pk")
    return [(str(person.pk), person.get_full_name()) for person in found[:CHOICES]]


class DaysFilter(RangeDateFilter):  # type: ignore[misc]  # as above
    """Narrows to some days, the last among them; the theme's own takes the midnight at which each begins, without a zone."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002  # as above
        """Return what happened on these days; a day that is none is left out."""
        for end, lookup in (("from", "gte"), ("to", "lte")):
            if day := parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}") or ""):
                queryset = queryset.filter(**{f"{self.parameter_name}__date__{lookup}": day})
        return queryset
