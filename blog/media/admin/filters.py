"""What the shelf can be narrowed to. A filter offers only what belongs to the reader's own organizations."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from blog.media.models import Folder, ShelvedQuerySet
from blog.organizations.filters import CHOICES
from blog.organizations.scoped_admin import signed_in


class FolderFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to a folder, or to what lies in none."""

    title = _("folder")
    parameter_name = "folder"
    none = "none"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return the folders; nothing where there are none."""
        folders = Folder.objects.visible_to(signed_in(request)).by_name().values_list("pk", "name")[:CHOICES]
        return [*((str(pk), name) for pk, name in folders), (self.none, _("In no folder"))] if folders else []

    def queryset(self, request: HttpRequest, queryset: ShelvedQuerySet[Any]) -> ShelvedQuerySet[Any]:  # noqa: ARG002  # as above
        """Return what lies in the chosen folder."""
        value = self.value() or ""
        if value == self.none:
            return queryset.filter(folder__isnull=True)
        return queryset.filter(folder=value) if value.isdecimal() else queryset


class UseFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to what no post uses, or to what some do."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # as above
        """Return the two."""
        return [("used", _("Used")), ("unused", _("Unused"))]

    def queryset(self, request: HttpRequest, queryset: ShelvedQuerySet[Any]) -> ShelvedQuerySet[Any]:  # noqa: ARG002  # as above
        """Return the rows that are used, or not."""
        match self.value():
            case "unused":
                return queryset.unused()
            case "used":
                return queryset.used()
        return queryset


class DescriptionFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to images that nobody has described."""

    title = _("description")
    parameter_name = "description"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # as above
        """Return what one looks for: work to do."""
        return [("missing", _("Missing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002  # as above
        """Return the images without a description."""
        return queryset.without_alt() if self.value() == "missing" else queryset
