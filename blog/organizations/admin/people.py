"""The people of organizations in admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from blog.accounts.admin import UserAdmin
from blog.accounts.models import User
from blog.organizations.forms import MembershipForm, MembershipFormSet
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.organizations.scoped_admin import signed_in
from blog.organizations.services import add_member, change_role, remove_member


class MembershipInline(TabularInline):  # type: ignore[misc]  # django-unfold is not annotated
    """The people of an organization and their roles; for those who manage it."""

    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    fields = ("person", "email", "role")
    readonly_fields = ("person",)
    extra = 0
    show_title = False
    verbose_name = _("person")
    verbose_name_plural = _("people")

    @display(description=_("person"))  # type: ignore[untyped-decorator]  # as above
    def person(self, membership: Membership) -> str:
        """Return the person's name."""
        return membership.user.get_full_name() if membership.pk else ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        """Return the memberships with their people."""
        rows: models.QuerySet[Membership] = super().get_queryset(request)
        return rows.select_related("user").order_by("pk")

    def get_formset(self, request: HttpRequest, obj: Organization | None = None, **kwargs: Any) -> type[MembershipFormSet]:
        """Return the form set, which knows who fills it in."""
        formset: type[MembershipFormSet] = super().get_formset(request, obj, **kwargs)
        formset.editor = signed_in(request)
        return formset

    def _manages(self, request: HttpRequest, obj: Organization | None) -> bool:
        return bool(self.admin_site.get_model_admin(Organization).has_change_permission(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        """Return whether the people are shown."""
        return self._manages(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        """Return whether people may be added."""
        return self._manages(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        """Return whether roles may be changed."""
        return self._manages(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        """Return whether people may be taken out."""
        return self._manages(request, obj)


def store_people(formset: BaseModelFormSet[Membership, Any], *, by: User) -> None:
    """Store what a form set of memberships says: newcomers and new owners first, so that an owner can hand over.

    Raises:
        LastOwnerError: when an organization would be left without an owner.
    """
    at = timezone.now()
    formset.save(commit=False)
    for membership in formset.new_objects:
        add_member(membership.organization, membership.user, Role(membership.role), by=by, at=at)
    changed = [membership for membership, _fields in formset.changed_objects]
    for membership in sorted(changed, key=lambda membership: membership.role != Role.OWNER):
        change_role(membership, Role(membership.role), by=by, at=at)
    for membership in formset.deleted_objects:
        remove_member(membership, by=by, at=at)


class MembershipOfUserInline(TabularInline):  # type: ignore[misc]  # as above
    """The organizations of a person."""

    model = Membership
    fields = ("organization", "role")
    autocomplete_fields = ("organization",)
    extra = 0
    show_title = False


admin.site.unregister(User)


@admin.register(User)
class MemberAdmin(UserAdmin):
    """People with their memberships, which the app of the accounts does not know."""

    inlines = (MembershipOfUserInline,)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[User],  # noqa: ARG002  # Django's signature
        formset: BaseModelFormSet[Membership, Any],
        change: bool,  # noqa: ARG002, FBT001  # as above
    ) -> None:
        """Store the memberships as an owner's page does."""
        store_people(formset, by=signed_in(request))
