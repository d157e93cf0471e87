"""Folders of the shelf in admin."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.media.forms import FolderForm, organizations_of
from blog.media.models import Folder
from blog.organizations.filters import OrganizationFilter
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in


@admin.register(Folder)
class FolderAdmin(ScopedAdmin):
    """Folders. Whoever writes makes them; one that goes leaves what lay in it."""

    form = FolderForm
    fields = ("name", "organization")
    list_display = ("name", "organization", "file_total")
    list_filter = (OrganizationFilter,)
    list_select_related: tuple[str, ...] = ("organization",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    may_view = may_add = may_change = Capability.WRITE
    may_delete = Capability.PUBLISH

    def rows_visible_to(self, user: User) -> models.QuerySet[Folder]:
        """Return the folders that the user's files may lie in."""
        return Folder.objects.visible_to(user)

    def rows_changeable_by(self, user: User) -> models.QuerySet[Folder]:
        """Return the folders of the organizations for which the user writes."""
        return Folder.objects.changeable_by(user)

    def rows_deletable_by(self, user: User) -> models.QuerySet[Folder]:
        """Return the folders of the organizations for which the user publishes."""
        return Folder.objects.deletable_by(user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Folder]:
        """Return the folders, each with how many files lie in it."""
        rows: models.QuerySet[Folder] = super().get_queryset(request)
        kinds = {f"{name}_count": models.Count(f"{name}s", distinct=True) for name in ("image", "document")}
        return rows.annotate(**kinds)

    @display(description=_("files"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def file_total(self, folder: Any) -> int:
        """Return how many images and documents lie in it."""
        return int(folder.image_count + folder.document_count)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the organizations for which the user writes, of which members choose one."""
        field = super().formfield_for_foreignkey(db_field, request, queryset=organizations_of(signed_in(request)), **kwargs)
        if not signed_in(request).is_superuser:
            field.required, field.help_text = True, ""
            if len(only := field.queryset[:2]) == 1:
                field.initial, field.empty_label = only[0].pk, None
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Folder | None = None) -> tuple[str, ...]:  # noqa: ARG002  # Django's signature
        """Return the organization of a folder that exists: what lies in it belongs to that one."""
        return () if obj is None else ("organization",)

    def get_view_on_site_url(self, obj: Folder | None = None) -> None:
        """Return nothing: a folder has no page."""
