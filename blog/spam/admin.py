"""Block lists and bans in admin: moderators keep those of their organizations, superusers those of the whole site too."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.spam.models import Ban, BanKind, BlockedEntry

BADGES = {BanKind.HOLD: "warning", BanKind.REFUSE: "danger"}


class ListAdmin(ScopedAdmin):
    """Rows of organizations, each for those who moderate there; without an organization they are the site's."""

    list_select_related: tuple[str, ...] = ("organization",)
    ordering = ("-pk",)
    may_view = may_add = may_change = may_delete = Capability.MODERATE

    def rows_visible_to(self, user: User) -> models.QuerySet[Any]:
        """Return the rows of the organizations that the user moderates; to a superuser all."""
        rows: models.QuerySet[Any] = self.model._default_manager.all()
        if user.is_active and user.is_superuser:
            return rows
        return rows.filter(organization__in=Organization.objects.where_user_can(user, Capability.MODERATE))

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the fields with a chooser that searches; members choose an organization from a short list."""
        return ("organization",) if signed_in(request).is_superuser else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the organizations that the user moderates, of which they have to choose one."""
        if db_field.name != "organization" or signed_in(request).is_superuser:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        offered = Organization.objects.where_user_can(signed_in(request), Capability.MODERATE).by_name()
        field = super().formfield_for_foreignkey(db_field, request, queryset=offered, **kwargs)
        field.required, field.help_text = True, ""
        if len(only := offered[:2]) == 1:
            field.initial, field.empty_label = only[0].pk, None
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Store the row; who added it, and when, stays."""
        if not change:
            obj.created_by, obj.created_at = signed_in(request), timezone.now()
        super().save_model(request, obj, form, change)

    def get_view_on_site_url(self, obj: Any = None) -> None:
        """Return nothing: none of these has a page."""

    @display(description=_("organization"), ordering="organization")  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def place(self, row: BlockedEntry | Ban) -> str:
        """Return where it holds."""
        return str(row.organization or _("The whole site"))


@admin.register(BlockedEntry)
class BlockedEntryAdmin(ListAdmin):
    """What is held wherever it stands."""

    list_display = ("value", "kind", "place", "note", "created_at")
    list_filter = ("kind",)
    search_fields = ("value", "note", "organization__name")
    fields = ("organization", "kind", "value", "note")


@admin.register(Ban)
class BanAdmin(ListAdmin):
    """People whose replies are held or refused."""

    list_display = ("name", "badge", "place", "reason", "until", "created_at")
    list_select_related = ("organization", "user")
    list_filter = ("kind",)
    search_fields = ("email", "network", "user__name", "reason", "organization__name")
    readonly_fields = ("account",)

    def get_fields(self, request: HttpRequest, obj: Ban | None = None) -> tuple[str, ...]:
        """Return the form's fields: members ban accounts from the queue of comments, and here see whose they are."""
        account = "user" if signed_in(request).is_superuser else "account"
        shown = (account,) if account == "user" or (obj is not None and obj.user) else ()
        return ("organization", *shown, "email", "network", "kind", "reason", "until")

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the fields with a chooser that searches."""
        chosen = super().get_autocomplete_fields(request)
        return (*chosen, "user") if chosen else ()

    @display(description=_("who"))  # type: ignore[untyped-decorator]  # as above
    def name(self, ban: Ban) -> str:
        """Return by what the person is known."""
        return str(ban)

    @display(description=_("account"))  # type: ignore[untyped-decorator]  # as above
    def account(self, ban: Ban) -> str:
        """Return the name of the account that is banned."""
        return ban.user.get_full_name() if ban.user else ""

    @display(description=_("kind"), ordering="kind", label=BADGES)  # type: ignore[untyped-decorator]  # as above
    def badge(self, ban: Ban) -> tuple[str, str]:
        """Return what is done, in one word."""
        words = {BanKind.HOLD: _("Held"), BanKind.REFUSE: _("Refused")}
        return ban.kind, str(words[BanKind(ban.kind)])
