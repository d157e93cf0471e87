"""Series in admin: for those who publish for the organization."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from blog.accounts.models import User
from blog.desk.forms.series import PartFormSet, SeriesForm
from blog.organizations.filters import OrganizationFilter
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.models import Post, Series, SeriesPart
from blog.posts.models.series import SeriesQuerySet
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slug


class SeriesOrganizationFilter(OrganizationFilter):
    """Narrows to an organization for which the reader publishes."""

    capability = Capability.PUBLISH


class SeriesPartInline(TabularInline):  # type: ignore[misc]  # django-unfold is not annotated
    """The posts of a series and their places in it."""

    model = SeriesPart
    formset = PartFormSet
    fields = ("position", "post")
    autocomplete_fields = ("post",)
    ordering = ("position", "pk")
    extra = 1
    show_title = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the parts with their posts."""
        return super().get_queryset(request).select_related("post")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take posts that the user works on, and no others."""
        return super().formfield_for_foreignkey(
            db_field, request, queryset=Post.objects.worked_on_by(signed_in(request)), **kwargs
        )

    def _edits(self, request: HttpRequest, obj: Series | None) -> bool:
        return bool(self.admin_site.get_model_admin(Series).has_change_permission(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """Return whether the parts are shown."""
        return self._edits(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """Return whether parts may be added."""
        return self._edits(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """Return whether places may be changed."""
        return self._edits(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """Return whether parts may be taken out."""
        return self._edits(request, obj)


@admin.register(Series)
class SeriesAdmin(ScopedAdmin):
    """Series of the organizations for which the user publishes."""

    form = SeriesForm
    inlines = (SeriesPartInline,)
    list_display = ("title", "organization")
    list_filter = (SeriesOrganizationFilter,)
    list_select_related = ("organization",)
    search_fields = ("title",)
    ordering = ("title", "pk")
    fields = ("title", "organization", "description", "slug")
    may_view = may_add = may_change = may_delete = Capability.PUBLISH

    def rows_visible_to(self, user: User) -> SeriesQuerySet:
        """Return the series of the organizations for which the user publishes."""
        return Series.objects.editable_by(user)

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the fields with a chooser that searches; members choose their organization from a short list."""
        return ("organization",) if signed_in(request).is_superuser else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the organizations for which the user publishes."""
        offered = Organization.objects.where_user_can(signed_in(request), Capability.PUBLISH).by_name()
        return super().formfield_for_foreignkey(db_field, request, queryset=offered, **kwargs)

    def save_model(self, request: HttpRequest, obj: Series, form: ModelForm[Series], change: bool) -> None:  # noqa: ARG002, FBT001  # Django's signature
        """Store the series, with an address made from its title where it has none; the old one goes on working."""
        if not obj.slug:
            obj.slug = free_slug(Series, obj.title)
        redirects.save_keeping_address(obj)

    def delete_model(self, request: HttpRequest, obj: Series) -> None:  # noqa: ARG002  # as above
        """Delete the series, and none of its posts; its address says that it is gone."""
        redirects.retire(obj.get_absolute_url())
        obj.delete()

    def count_dependents(self, rows: Any) -> dict[str, int]:
        """Return how many posts lose their place."""
        return {str(_("posts that lose their place")): SeriesPart.objects.filter(series__in=rows).count()}
