"""The admin's site object: who may enter, what stands in it, and the content policy of its pages."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from blog.accounts.forms import TimeZoneForm
from blog.accounts.services import choose_time_zone
from blog.organizations.scoped_admin import ScopedAdmin, action_choices, signed_in
from cms import dashboard
from cms.admin_forms import LoginForm

# Two things are looser than on public pages. The theme's scripts compile expressions that stand in attributes. And what is
# pasted into the editor says by style attributes what is bold: were they refused, a whole text from an office would be.
ADMIN_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE, CSP.UNSAFE_EVAL],
    "style-src-attr": [CSP.UNSAFE_INLINE],
}
RESULTS_OF_A_MODEL = 10


class SuperusersOnly(ModelAdmin[Any]):
    """What an admin page becomes that does not say which rows a member reaches: superusers see it, nobody else."""

    get_action_choices = action_choices

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether it stands in the navigation."""
        return _is_superuser(request) and super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether rows may be seen."""
        return _is_superuser(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether rows may be added."""
        return _is_superuser(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether rows may be changed."""
        return _is_superuser(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether rows may be deleted."""
        return _is_superuser(request) and super().has_delete_permission(request, obj)


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


class GazetteAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # django-unfold is not annotated
    """Django admin in its theme, for the people of organizations.

    Only the site's own models stand in it; what packages register is left out. A page whose admin class is no
    `ScopedAdmin` is for superusers. What somebody may not see answers 404, as if it were not there.
    """

    login_form = LoginForm

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: type[ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Register our own models, for superusers unless the class says more; leave a package's out."""
        given = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in given if model._meta.app_config.name.startswith("blog.")]
        wanted = admin_class or ModelAdmin
        if not issubclass(wanted, ScopedAdmin | SuperusersOnly):
            wanted = type(wanted.__name__, (SuperusersOnly, wanted), {"__module__": wanted.__module__})
        super().register(ours, wanted, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Return the admin's addresses, without the shortcut that leads to any row of any model by its number."""
        known = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        return [path("time-zone/", self.admin_view(self.time_zone), name="time_zone"), *known]

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Callable[..., HttpResponseBase]:  # noqa: FBT001, FBT002  # Django's signature
        """Return the view for staff only, under the admin's content policy; what is refused does not exist."""

        @wraps(view)
        def existing_or_404(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None

        inner = super().admin_view(existing_or_404, cacheable)

        @wraps(inner)
        def under_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _with_policy(inner(request, *args, **kwargs))

        return under_policy

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Show the login page; it leads to where somebody wanted to go on this site, or to the start page."""
        query = request.GET.copy()
        query[REDIRECT_FIELD_NAME] = LoginView().get_redirect_url(request) or reverse("admin:index")
        request.GET = query  # type: ignore[assignment]  # the theme's form sends nothing but the address it came with
        return _with_policy(super().login(request, extra_context))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page of the admin knows; colors come from our stylesheet, not from an inline style."""
        context: dict[str, Any] = super().each_context(request)
        return context | {"colors": None}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for whoever is signed in."""
        page: TemplateResponse = super().index(request, dashboard.context(request) | (extra_context or {}))
        return page

    def time_zone(self, request: HttpRequest) -> HttpResponse:
        """Let somebody choose the time zone in which they work."""
        form = TimeZoneForm(request.POST if request.method == "POST" else None, instance=signed_in(request))
        if form.is_valid():
            choose_time_zone(signed_in(request), form.cleaned_data["time_zone"])
            messages.success(request, _("Dates in the admin are in the time zone of your choice now."))
            return redirect("admin:time_zone")
        context = self.each_context(request) | {"title": _("Time zone"), "form": form, "now": timezone.now()}
        return TemplateResponse(request, "admin/time_zone.html", context)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002  # unfold's signature
        """Answer the search box: rows that the asker may see, looked up anew each time."""
        term = request.GET.get("s", "").strip()
        results = self._found(request, term) if term else []
        headers = {"HX-Trigger": "search"}  # the theme's script waits for it
        return TemplateResponse(request, "admin/search_results.html", {"results": results}, headers=headers)

    def _found(self, request: HttpRequest, term: str) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = []
        for model, page in self._registry.items():
            if not (page.has_view_permission(request) and page.get_search_fields(request)):
                continue
            rows, _duplicates = page.get_search_results(request, page.get_queryset(request), term)
            address = f"{self.name}:{model._meta.app_label}_{model._meta.model_name}_change"
            results += [
                {"title": str(row), "kind": model._meta.verbose_name, "link": reverse(address, args=[row.pk])}
                for row in rows[:RESULTS_OF_A_MODEL]
            ]
        return results


def _with_policy(response: HttpResponseBase) -> HttpResponseBase:
    """Give a page of the admin its content policy, and keep it out of frames, which the theme would allow."""
    response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    if not hasattr(response, "_csp_config"):
        response._csp_config = ADMIN_CSP  # type: ignore[attr-defined]  # as django.views.decorators.csp does
    return response
