"""Redirects in admin; superusers only, as every page that is not scoped (see `cms.admin_site`)."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
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

    def save_model(self, request: HttpRequest, obj: Redirect, form: RedirectForm, change: bool) -> None:  # noqa: FBT001  # as above
        """Move the address, so that no chain or circle of redirects comes about."""
        if obj.new_path:
            services.move(old_path=obj.old_path, new_path=obj.new_path)
        else:
            services.retire(obj.old_path)
        stored = Redirect.objects.get(old_path=obj.old_path)
        obj.pk, obj.created_at = stored.pk, stored.created_at
        before = {"new_path": form.initial.get("new_path", "")} if change else {}
        after = {"new_path": obj.new_path}
        audit.record(
            Verb.REDIRECTS_SAVE, obj, organization=None, by=_by(request), at=timezone.now(), before=before, after=after
        )

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        """Delete the redirect: its old address is not known any more."""
        audit.record(Verb.REDIRECTS_DELETE, obj, organization=None, by=_by(request), at=timezone.now())
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Redirect]) -> None:
        """Delete redirects one by one, each as from its own page."""
        for redirect in queryset:
            self.delete_model(request, redirect)


def _by(request: HttpRequest) -> User:
    return cast("User", request.user)
