"""Dates in the time zone of whoever works in the admin."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from blog.organizations.scoped_admin import zone_of

FOLDER = "/admin/"


class TimeZoneMiddleware:
    """Lets the admin show and take dates in its reader's time zone. Public pages are in the site's, the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page; afterwards the zone is what it was."""
        is_own = request.path_info.startswith(FOLDER) and request.user.is_authenticated
        zone = zone_of(request) if is_own else None
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)
