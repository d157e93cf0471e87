"""Subscriptions in admin: an organization's owner sees who follows it, and can take somebody out who asks for it."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.organizations.filters import OrganizationFilter
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin
from blog.subscriptions.models import Subscription, SubscriptionQuerySet
from blog.subscriptions.services import subscribing


class ManagedOrganizationFilter(OrganizationFilter):
    """Narrows to an organization that the reader manages."""

    capability = Capability.MANAGE


@admin.register(Subscription)
class SubscriptionAdmin(ScopedAdmin):
    """Who gets posts by mail. Nobody is added here: an address is proven by its owner alone."""

    list_display = ("email", "to", "frequency", "language", "confirmed_at")
    list_filter = (ManagedOrganizationFilter, "frequency")
    list_select_related = ("organization",)
    search_fields = ("email",)
    search_help_text = _("E-mail address")
    ordering = ("-pk",)
    fields = readonly_fields = ("email", "organization", "frequency", "language", "created_at", "confirmed_at")
    may_view = may_delete = Capability.MANAGE

    def rows_visible_to(self, user: User) -> SubscriptionQuerySet:
        """Return the subscriptions to the organizations that the user manages; those to the whole site are the superusers'."""
        rows = Subscription.objects.all()
        if user.is_active and user.is_superuser:
            return rows
        return rows.filter(organization__in=Organization.objects.where_user_can(user, Capability.MANAGE).values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """Return that nobody adds one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return that nobody changes one."""
        return False

    @display(description=_("follows"), ordering="organization")  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def to(self, subscription: Subscription) -> Any:
        """Return the organization, or that it is the whole site."""
        return subscription.organization or _("The whole site")

    def get_view_on_site_url(self, obj: Subscription | None = None) -> None:  # as above
        """Return no address: there is no public page of it."""

    def delete_model(self, request: HttpRequest, obj: Subscription) -> None:  # noqa: ARG002  # as above
        """Delete the subscription, with its mails that wait."""
        subscribing.stop(obj)
