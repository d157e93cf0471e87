"""Organizations in admin."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.organizations.admin import invitations
from blog.organizations.admin.people import MembershipInline, store_people
from blog.organizations.forms import MembershipFormSet, OrganizationForm
from blog.organizations.models import Membership, Organization, OrganizationQuerySet
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.organizations.services import LastOwnerError, delete_organization, save_organization


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    """Organizations: their owners change them, all their people see them, superusers add and delete them."""

    form = OrganizationForm
    inlines = (MembershipInline,)
    list_display = ("name", "kind", "people", "comment_policy")
    list_filter = ("kind", "comment_policy")
    search_fields = ("name", "short_name", "slug")
    ordering = ("collation_key", "pk")
    fieldsets = (
        (None, {"fields": ("name", "short_name", "kind", "tagline", "description")}),
        (_("Facts"), {"fields": ("founded_year", "country", "website", "email")}),
        (_("Publishing"), {"fields": ("publishing_policy", "time_zone")}),
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
        save_organization(obj, by=signed_in(request), at=timezone.now())
        if change and "slug" in form.changed_data:
            messages.info(request, _("The page has a new address. The old one leads to it from now on."))

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Organization],  # noqa: ARG002  # as above
        formset: MembershipFormSet,
        change: bool,  # noqa: ARG002, FBT001  # as above
    ) -> None:
        """Store the people; who joins may enter the admin from now on."""
        store_people(formset, by=signed_in(request))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or store the form; when another owner went in the same moment, the last one stays and nothing is stored."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except LastOwnerError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    # --- Invitations ---
    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the invitations."""
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "invitations": ("", self._invitations),
            "invitation_again": ("<int:number>/again/", invitations.send_again),
            "invitation_revoke": ("<int:number>/revoke/", invitations.revoke),
        }
        ours = [
            path(
                f"<int:object_id>/invitations/{route}",
                self.admin_site.admin_view(self._for_managers(view)),
                name=f"organizations_organization_{name}",
            )
            for name, (route, view) in views.items()
        ]
        return [*ours, *super().get_urls()]

    def _for_managers(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Return the view, which takes the organization, for those who manage it."""

        def guarded(request: HttpRequest, object_id: int, **parts: int) -> HttpResponse:
            organization = self.get_object(request, str(object_id))
            if organization is None or not self.has_change_permission(request, organization):
                raise PermissionDenied
            return view(request, organization, **parts)

        return guarded

    def _invitations(self, request: HttpRequest, organization: Organization) -> HttpResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        return invitations.invitations(request, organization, context)

    def delete_model(self, request: HttpRequest, obj: Organization) -> None:
        """Delete the organization; what happened in it stays on record."""
        delete_organization(obj, by=signed_in(request), at=timezone.now())

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
