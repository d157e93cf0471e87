"""The audit log in admin: read, never written here."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from blog.accounts.models import User
from blog.audit.models import Line, LineQuerySet
from blog.audit.verbs import Kind, Verb
from blog.organizations.filters import DaysFilter, OrganizationFilter, staff_with
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, organizations_of


class PublishingOrganizationFilter(OrganizationFilter):
    """Narrows to an organization for which the reader publishes."""

    capability = Capability.PUBLISH


class KindFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to what was done to one kind of things."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return the kinds."""
        return list(Kind.choices)

    def queryset(self, request: HttpRequest, queryset: LineQuerySet) -> LineQuerySet:  # noqa: ARG002  # as above
        """Return the lines about the chosen kind."""
        return queryset.of_verbs(Kind(self.value()).verbs) if self.value() in Kind.values else queryset


class VerbFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to one deed."""

    title = _("deed")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:  # noqa: ARG002  # as above
        """Return the deeds, each with its kind."""
        return [(verb.value, f"{kind.label}: {verb.label}") for kind in Kind for verb in kind.verbs]

    def queryset(self, request: HttpRequest, queryset: LineQuerySet) -> LineQuerySet:  # noqa: ARG002  # as above
        """Return the lines of the chosen deed."""
        return queryset.of_verbs([Verb(self.value())]) if self.value() in Verb.values else queryset


class ActorFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to what one person did."""

    title = _("person")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:  # noqa: ARG002  # as above
        """Return who did anything in the reader's own organizations."""
        done, own = Line.objects.filter(actor=models.OuterRef("pk")), organizations_of(request, Capability.PUBLISH)
        return staff_with(done if own is None else done.filter(organization__in=own))

    def queryset(self, request: HttpRequest, queryset: LineQuerySet) -> LineQuerySet:  # noqa: ARG002  # as above
        """Return what the chosen person did."""
        value = self.value() or ""
        return queryset.filter(actor=int(value)) if value.isdecimal() else queryset


@admin.register(Line)
class LineAdmin(ScopedAdmin):
    """What happened in the organizations for which somebody publishes, and on the whole site for superusers."""

    list_display = ("at", "by", "done", "what", "changed", "organization")
    list_filter = (KindFilter, VerbFilter, PublishingOrganizationFilter, ActorFilter, ("at", DaysFilter))
    list_select_related = ("organization",)
    search_fields = ("object_words", "actor_name")
    search_help_text = _("What, or a person's name")
    ordering = ("-pk",)
    change_form_template = "admin/audit/line.html"
    may_view = Capability.PUBLISH

    def rows_visible_to(self, user: User) -> LineQuerySet:
        """Return what happened in the organizations for which the user publishes; everything for a superuser."""
        if user.is_active and user.is_superuser:
            return Line.objects.all()
        return Line.objects.of_organizations(Organization.objects.where_user_can(user, Capability.PUBLISH))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """Return False: what happens writes itself into the log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: a log is read."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: a log is kept."""
        return False

    @display(description=_("person"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def by(self, line: Line) -> str:
        """Return who did it."""
        return line.who

    @display(description=_("deed"))  # type: ignore[untyped-decorator]  # as above
    def done(self, line: Line) -> str:
        """Return what was done."""
        return line.deed

    @display(description=_("what"))  # type: ignore[untyped-decorator]  # as above
    def what(self, line: Line) -> str:
        """Return to what it was done."""
        return line.object_words

    @display(description=_("changed"))  # type: ignore[untyped-decorator]  # as above
    def changed(self, line: Line) -> str:
        """Return the names of what is not as it was."""
        return ", ".join(row["name"] for row in changes(line))

    def get_view_on_site_url(self, obj: Line | None = None) -> None:
        """Return None: the public does not read the log."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a line with what was there before and after."""
        line: Line = kwargs["obj"]
        context |= {"line": line, "changes": changes(line), "page_of_thing": self._page_of_thing(request, line)}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _page_of_thing(self, request: HttpRequest, line: Line) -> str:
        """Return the address of the row's own page in admin; empty where the reader finds none there."""
        for model, page in self.admin_site._registry.items():
            if model._meta.label_lower == line.object_type and page.has_view_permission(request):
                found = page.get_queryset(request).filter(pk=line.object_id).exists()
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
                return reverse(name, args=[line.object_id]) if found else ""
        return ""


def changes(line: Line) -> list[dict[str, Any]]:
    """Return the columns that a line tells about, by their names for people, with what was there before and after."""
    names = [*line.before, *(name for name in line.after if name not in line.before)]
    return [{"name": _name_of(line, name), "before": line.before.get(name), "after": line.after.get(name)} for name in names]


def _name_of(line: Line, column: str) -> str:
    """Return what people call a column of the row's model; the column's own name where the model has none."""
    try:
        return str(apps.get_model(line.object_type)._meta.get_field(column).verbose_name)
    except (LookupError, FieldDoesNotExist):  # a model or a column of an earlier or later version
        return column.replace("_", " ")
