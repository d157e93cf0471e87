"""The base of every admin page that members use: memberships alone decide which rows it shows and what can be done."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django.contrib.admin import ModelAdmin as DjangoModelAdmin
from django.contrib.admin import ShowFacets
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse  # noqa: TID251  # admin pages stand on it
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePage, InfinitePaginator

from blog.accounts.models import User
from blog.accounts.zones import zone_named
from blog.organizations.merging import first_of_each
from blog.organizations.models import Membership
from blog.organizations.roles import CAPABILITIES, Capability, Role

ROWS_A_PAGE = 50
ROWS_REACHED = 10_000  # by going from page to page, each of which skips those before


def capabilities_of(request: HttpRequest) -> frozenset[Capability]:
    """Return what the signed-in user may do for at least one organization."""
    user = signed_in(request)
    if user.is_active and user.is_superuser:
        return frozenset(Capability)
    return frozenset().union(*(CAPABILITIES[Role(role)] for role, _zone, _organization in _memberships_of(request)))


def organizations_of(request: HttpRequest, capability: Capability) -> list[int] | None:
    """Return the numbers of the organizations for which the signed-in user has a capability; None for a superuser: of all."""
    if signed_in(request).is_superuser:
        return None
    return [pk for role, _zone, pk in _memberships_of(request) if capability in CAPABILITIES[Role(role)]]


def member_of(request: HttpRequest) -> list[int] | None:
    """Return the numbers of the organizations to which the signed-in user belongs in any role; None for a superuser: to all."""
    return None if signed_in(request).is_superuser else [pk for _role, _zone, pk in _memberships_of(request)]


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """Return the time zone in which the signed-in user works: their own choice, or the one that all their organizations have.

    None where there is neither: then it is the site's.
    """
    user = signed_in(request)
    if user.time_zone or not user.is_staff or user.is_superuser:
        return zone_named(user.time_zone)
    zones = {zone for _role, zone, _organization in _memberships_of(request)}
    return zone_named(zones.pop()) if len(zones) == 1 else None


def _memberships_of(request: HttpRequest) -> list[tuple[str, str, int]]:
    """Return the role, the time zone and the organization of each membership of the signed-in user; one query a request."""
    if (known := getattr(request, "_memberships", None)) is None:
        rows = Membership.objects.active(signed_in(request))
        known = list(rows.values_list("role", "organization__time_zone", "organization_id"))
        request._memberships = known  # type: ignore[attr-defined]  # kept for the rest of this request
    return cast("list[tuple[str, str, int]]", known)


def signed_in(request: HttpRequest) -> User:
    """Return the user of an admin page, which nobody else reaches."""
    return cast("User", request.user)


def action_choices(
    page: DjangoModelAdmin[Any],
    request: HttpRequest,
    default_choices: list[tuple[str, Any]] | None = None,  # noqa: ARG001  # Django's signature
    action_location: ActionLocation = ActionLocation.CHANGE_LIST,
) -> list[tuple[str, Any]]:
    """Return what the list of actions offers, as `get_action_choices`: the theme's own lacks an argument and Django warns."""
    return DjangoModelAdmin.get_action_choices(page, request, [("", _("Select action"))], action_location)


class BoundedPaginator(InfinitePaginator):  # type: ignore[misc]  # django-unfold is not annotated
    """The pages of a list that is never counted. They go so far back; filters and the search reach the rest."""

    template_name = "admin/pages.html"
    count = ROWS_REACHED


class MergingPaginator(BoundedPaginator):
    """Such pages of rows of some organizations (None: of all), each organization's read from an index (`merging`)."""

    def __init__(self, *args: Any, organizations: Sequence[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = organizations

    def page(self, number: int | str) -> InfinitePage:
        """Return a page."""
        at = int(self.validate_number(number))
        first, last = (at - 1) * self.per_page, at * self.per_page
        return self._get_page(first_of_each(self.object_list, self.organizations, last)[first:last], at, self)


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]  # django-unfold is not annotated
    """An admin page on which a member finds the rows that their roles reach; any other row is not there.

    Each of the four verbs names a capability, which somebody needs in at least one organization (None: superusers only),
    and a QuerySet says for which rows they have it. Django's own model permissions play no part.
    """

    may_view: ClassVar[Capability | None] = None
    may_add: ClassVar[Capability | None] = None
    may_change: ClassVar[Capability | None] = None
    may_delete: ClassVar[Capability | None] = None
    is_merged: ClassVar[bool] = False  # an index has the rows of each organization in the order of the list

    list_per_page = ROWS_A_PAGE
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_disable_select_all = True
    list_filter_submit = True
    list_filter_sheet = False
    warn_unsaved_form = True
    get_action_choices = action_choices

    def get_paginator(
        self, request: HttpRequest, queryset: models.QuerySet[Any], per_page: int, *args: Any, **kwargs: Any
    ) -> Paginator[Any]:
        """Return the pages of a list; what an object's history lists is little, and of another model."""
        if queryset.model is not self.model:
            return Paginator(queryset, per_page, *args, **kwargs)
        if self.is_merged and self.may_view is not None:
            organizations = self.organizations_merged(request, self.may_view)
            return MergingPaginator(queryset, per_page, *args, organizations=organizations, **kwargs)
        pages: Paginator[Any] = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return pages

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list. The theme's heading would tell how many rows it has where all rows are another number."""
        rows: ChangeList = super().get_changelist_instance(request)
        rows.full_result_count = rows.result_count  # how far the pages go: nobody counts
        return rows

    def organizations_merged(self, request: HttpRequest, capability: Capability) -> Sequence[int] | None:
        """Return the organizations whose rows the list merges; None for rows that no index has by organization."""
        return organizations_of(request, capability)

    def rows_visible_to(self, user: User) -> models.QuerySet[Any]:
        """Return the rows that a user may see."""
        raise NotImplementedError

    def rows_changeable_by(self, user: User) -> models.QuerySet[Any]:
        """Return the rows that a user may change."""
        return self.rows_visible_to(user)

    def rows_deletable_by(self, user: User) -> models.QuerySet[Any]:
        """Return the rows that a user may delete."""
        return self.rows_changeable_by(user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows that the signed-in user may see: for lists, choosers, histories and searches alike."""
        return self.rows_visible_to(signed_in(request)).order_by(*self.get_ordering(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the page stands in the navigation."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether this row, or any, may be seen."""
        return self._may(request, self.may_view, self.rows_visible_to, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether rows may be added."""
        return self._may(request, self.may_add, self.rows_changeable_by, None)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether this row, or any, may be changed."""
        return self._may(request, self.may_change, self.rows_changeable_by, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether this row, or any, may be deleted."""
        return self._may(request, self.may_delete, self.rows_deletable_by, obj)

    def _may(
        self,
        request: HttpRequest,
        capability: Capability | None,
        rows: Callable[[User], models.QuerySet[Any]],
        obj: models.Model | None,
    ) -> bool:
        user = signed_in(request)
        if user.is_active and user.is_superuser:
            return True
        if capability is None or capability not in capabilities_of(request):
            return False
        if obj is None:
            return True
        # Django asks many times while it makes one page; the answer is kept with the row, for this page's verb.
        answers: dict[object, bool] = obj.__dict__.setdefault("_admin_answers", {})
        key = (user.pk, self, rows.__name__)
        if key not in answers:
            answers[key] = rows(user).filter(pk=obj.pk).exists()
        return answers[key]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return the public address of a row as it is stored; a form with errors may have left another in it."""
        stored = self.model._default_manager.filter(pk=obj.pk).first() if obj is not None else None
        return None if stored is None else str(stored.get_absolute_url())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or store the form; a row that somebody else stored in the same moment becomes a message at its field."""
        try:
            return cast("HttpResponse", super().changeform_view(request, *args, **kwargs))
        except IntegrityError:  # now that the other row is there, validation finds it
            return cast("HttpResponse", super().changeform_view(request, *args, **kwargs))

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return what the confirmation shows: the chosen rows by name, what goes with them as figures, what is refused."""
        chosen = list(objs)
        allowed = self.rows_deletable_by(signed_in(request)).filter(pk__in=[row.pk for row in chosen]).count()
        refused = set() if allowed == len(chosen) else {str(self.opts.verbose_name)}
        figures = {str(self.opts.verbose_name_plural): len(chosen), **self.count_dependents(chosen)}
        return [str(row) for row in chosen], figures, refused, []

    def count_dependents(self, rows: Sequence[Any]) -> dict[str, int]:  # noqa: ARG002  # for subclasses
        """Return, by name, how many rows of other kinds go with these."""
        return {}

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Delete rows one by one, each as from its own page."""
        for row in queryset:
            self.delete_model(request, row)
