"""Redirects in admin; superusers only, as every page that is not scoped (see `cms.admin_site`)."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from blog.redirects import services
from blog.redirects.forms import RedirectForm
from blog.redirects.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(ModelAdmin):  # type: ignore[misc]  # django-unfold is not annotated
    """Old addresses and where they lead. The old address of a redirect stays what it is; its target may change."""

    form = RedirectForm
    list_display = ("old_path", "leads_to", "created_at")
    search_fields = ("old_path", "new_path")
    ordering = ("-pk",)
    paginator = InfinitePaginator
    show_full_result_count = False
    list_disable_select_all = True
    warn_unsaved_form = True

    @display(description=_("leads to"), label={"410": "warning"})  # type: ignore[untyped-decorator]  # as above
    def leads_to(self, redirect: Redirect) -> str:
        """Return the new address, or 410 where the page is gone."""
        return redirect.new_path or "410"

    def get_readonly_fields(self, request: HttpRequest, obj: Redirect | None = None) -> tuple[str, ...]:  # noqa: ARG002  # Django's signature
        """Return the old address of a redirect that exists."""
        return () if obj is None else ("old_path",)

    def save_model(self, request: HttpRequest, obj: Redirect, form: RedirectForm, change: bool) -> None:  # noqa: ARG002, FBT001  # as above
        """Move the address, so that no chain or circle of redirects comes about."""
        if obj.new_path:
            services.move(old_path=obj.old_path, new_path=obj.new_path)
        else:
            services.retire(obj.old_path)
        stored = Redirect.objects.get(old_path=obj.old_path)
        obj.pk, obj.created_at = stored.pk, stored.created_at
