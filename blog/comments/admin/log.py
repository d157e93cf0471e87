"""The moderation log: read, never written here."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from blog.accounts.models import User
from blog.comments.models import Decision, DecisionQuerySet, State, Via
from blog.organizations.filters import DaysFilter, OrganizationFilter, staff_with
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, organizations_of

BADGES = {State.PUBLIC: "success", State.HELD: "warning", State.SPAM: "danger", State.REMOVED: "default"}
COMMENTS_SHOWN = 100


class LoggedFilter(OrganizationFilter):
    """Narrows to an organization whose discussions the reader moderates."""

    capability = Capability.MODERATE


class DeciderFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to what one person decided, or what nobody did."""

    title = _("decided by")
    parameter_name = "by"
    nobody = "nobody"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return who decided anything in the reader's own organizations."""
        decided, own = Decision.objects.filter(by=models.OuterRef("pk")), organizations_of(request, Capability.MODERATE)
        people = staff_with(decided if own is None else decided.filter(organization__in=own))
        return [*people, (self.nobody, _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: DecisionQuerySet) -> DecisionQuerySet:  # noqa: ARG002  # as above
        """Return the decisions of the chosen person."""
        value = self.value() or ""
        if value == self.nobody:
            return queryset.filter(by__isnull=True)
        return queryset.filter(by=int(value)) if value.isdecimal() else queryset


class DecisionFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to decisions of one kind, or to those that were undone."""

    title = _("decision")
    parameter_name = "state"
    undone = "undone"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # as above
        """Return the states."""
        return [*State.choices, (self.undone, _("Undone"))]

    def queryset(self, request: HttpRequest, queryset: DecisionQuerySet) -> DecisionQuerySet:  # noqa: ARG002  # as above
        """Return the decisions of the chosen kind."""
        if self.value() == self.undone:
            return queryset.filter(undone_at__isnull=False)
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


@admin.register(Decision)
class DecisionAdmin(ScopedAdmin):
    """What was decided in the organizations that somebody moderates: who, what, why, when. Nothing in it is ever changed."""

    list_display = ("at", "badge", "comment_count", "decided_by", "via", "reason", "organization", "undone")
    list_filter = (DecisionFilter, LoggedFilter, DeciderFilter, ("at", DaysFilter))
    list_select_related = ("organization", "by", "undone_by")
    search_fields = ("reason",)
    ordering = ("-pk",)
    change_form_template = "admin/comments/decision.html"
    may_view = Capability.MODERATE

    def rows_visible_to(self, user: User) -> DecisionQuerySet:
        """Return the decisions in the organizations that the user moderates."""
        return Decision.objects.of_organizations(Organization.objects.where_user_can(user, Capability.MODERATE))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """Return False: what is decided writes itself into the log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: a log is read."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: a log is kept."""
        return False

    @display(description=_("decision"), label=BADGES)  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def badge(self, decision: Decision) -> tuple[str, str]:
        """Return what was decided."""
        return decision.state, decision.get_state_display()

    @display(description=_("decided by"))  # type: ignore[untyped-decorator]  # as above
    def decided_by(self, decision: Decision) -> str:
        """Return who or what decided."""
        return decision.decider

    @display(description=_("undone by"))  # type: ignore[untyped-decorator]  # as above
    def undone(self, decision: Decision) -> str:
        """Return who undid it."""
        return decision.undone_by.get_full_name() if decision.undone_by else ""

    def get_view_on_site_url(self, obj: Decision | None = None) -> None:
        """Return None: the public does not read the log."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a decision with the comments that it was about."""
        decision: Decision = kwargs["obj"]
        rows = decision.decided.select_related("comment__user").order_by("-pk")[:COMMENTS_SHOWN]
        context |= {"decision": decision, "rows": rows, "may_undo": decision.undone_at is None and decision.via != Via.AUTHOR}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response
