"""Answers for addresses that have moved, where no page does."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from blog.languages.addresses import language_of, localized, neutral
from blog.redirects import services
from blog.redirects.models import Redirect


class RedirectMiddleware:
    """Turns a 404 into the 301 or 410 that a redirect promises; a page that exists always wins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page, or where it has gone."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or request.method not in {"GET", "HEAD"}:
            return response
        path = neutral(request.path_info)
        redirect = redirect_of(request)
        if redirect is None:
            return response
        if target := redirect.target_of(path):
            address = escape_uri_path(localized(target, language_of(request.path_info)))
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return render(request, "410.html", status=HTTPStatus.GONE)


def redirect_of(request: HttpRequest) -> Redirect | None:
    """Return the redirect that covers the address of a request; looked up once."""
    if not hasattr(request, "_redirect"):
        request._redirect = services.find(neutral(request.path_info))  # type: ignore[attr-defined]  # kept for the rest of this request
    return cast("Redirect | None", request._redirect)  # type: ignore[attr-defined]  # as above
