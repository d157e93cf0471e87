"""The content calendar in admin: a month of the reader's own organizations."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.desk.admin.posts.scope import PostScope
from blog.desk.calendar import Month, plan
from blog.organizations.filters import CHOICES
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in


class PostCalendar(PostScope):
    """A month at a time; every post in it is one that the reader works on."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the calendar."""
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="posts_post_calendar"), *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """Show a month."""
        if not self.has_view_permission(request):
            raise Http404
        user, at = signed_in(request), timezone.now()
        month = Month.of(request.GET.get("month", ""), today=timezone.localdate(at))
        own = Organization.objects.where_user_can(user, Capability.WRITE).by_name()
        organizations = list(own.values_list("pk", "name")[:CHOICES])
        chosen = next((pk for pk, _name in organizations if str(pk) == request.GET.get("organization")), None)
        posts = self.rows_visible_to(user)
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Calendar"),
            "opts": self.opts,
            "month": month,
            "plan": plan(posts if chosen is None else posts.filter(organization=chosen), month, at=at),
            "previous": _address(Month(month.previous), chosen),
            "next": _address(Month(month.next), chosen),
            "this_month": _address(None, chosen),
            "organizations": organizations if len(organizations) > 1 else [],
            "chosen": chosen,
            "zone": timezone.get_current_timezone_name(),
        }
        return TemplateResponse(request, "admin/posts/post/calendar.html", context)


def _address(month: Month | None, organization: int | None) -> str:
    """Return the address of a month, or of the present one."""
    named = {"month": month and str(month), "organization": organization}
    return reverse("admin:posts_post_calendar", query={name: value for name, value in named.items() if value})
