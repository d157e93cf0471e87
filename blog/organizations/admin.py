"""Organizations and their people in admin."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from blog.accounts.admin import UserAdmin
from blog.accounts.models import User
from blog.organizations.forms import MembershipForm, MembershipFormSet, OrganizationForm
from blog.organizations.models import Membership, Organization, OrganizationQuerySet
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.organizations.services import save_organization


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


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    """Organizations: their owners change them, all their people see them, superusers add and delete them."""

    form = OrganizationForm
    inlines = (MembershipInline,)
    list_display = ("name", "kind", "people", "comment_policy")
    list_filter = ("kind", "comment_policy")
    search_fields = ("name", "short_name", "slug")
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("name", "short_name", "kind", "tagline", "description")}),
        (_("Facts"), {"fields": ("founded_year", "country", "website", "email")}),
        (_("Publishing"), {"fields": ("publishing_policy",)}),
        (_("Look"), {"fields": ("accent_color",)}),
        (_("Replies"), {"fields": ("comment_policy", "close_comments_after_days")}),
        (_("Address"), {"fields": ("slug",)}),
    )
    may_view = Capability.WRITE
    may_change = Capability.MANAGE

    def rows_visible_to(self, user: User) -> OrganizationQuerySet:
        """Return the organizations for which the user writes."""
        return Organization.objects.where_user_can(user, Capability.WRITE)

    def rows_changeable_by(self, user: User) -> OrganizationQuerySet:
        """Return the organizations that the user manages."""
        return Organization.objects.where_user_can(user, Capability.MANAGE)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organization]:
        """Return the organizations with the number of their people."""
        rows: models.QuerySet[Organization] = super().get_queryset(request)
        return rows.annotate(people_count=models.Count("memberships"))

    @display(description=_("people"), ordering="people_count")  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def people(self, organization: Organization) -> int:
        """Return how many people belong to it."""
        return organization.people_count  # type: ignore[attr-defined,no-any-return]  # annotated by get_queryset

    def save_model(self, request: HttpRequest, obj: Organization, form: ModelForm[Organization], change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Store the organization; when its address changes, say that the old one goes on."""
        save_organization(obj)
        if change and "slug" in form.changed_data:
            messages.info(request, _("The page has a new address. The old one leads to it from now on."))

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Organization],
        formset: MembershipFormSet,
        change: bool,  # noqa: FBT001  # as above
    ) -> None:
        """Store the people; who joins may enter the admin from now on."""
        super().save_formset(request, form, formset, change)
        newcomers = [membership.user_id for membership in formset.new_objects]
        User.objects.filter(pk__in=newcomers, is_staff=False).update(is_staff=True)

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet[Organization], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return what the confirmation shows; an organization that has posts is not deleted."""
        names, figures, refused, _protected = super().get_deleted_objects(objs, request)
        publishing = Organization.objects.filter(pk__in=[row.pk for row in objs], posts__isnull=False).distinct()
        return names, figures, refused, [_("the posts of %s") % organization for organization in publishing]

    def count_dependents(self, rows: Sequence[Organization]) -> dict[str, int]:
        """Return how many memberships go with these."""
        return {str(Membership._meta.verbose_name_plural): Membership.objects.filter(organization__in=rows).count()}


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
