"""What all pages share that are for one visitor alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.cache import never_cache

from blog.comments.people import parse_address

type View = Callable[..., HttpResponse]


def private_page(view: View) -> View:
    """Keep what a view returns out of every cache and every search engine."""

    @never_cache
    @wraps(view)
    def unlisted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return unlisted


class _CsrfCheck(CsrfViewMiddleware):
    """Says what is wrong with a request instead of answering it."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002  # Django's signature
        return HttpResponse(reason)


def is_forged(request: HttpRequest) -> bool:
    """Say whether a request lacks a valid CSRF token: for exempt views that show what was typed again, not an error page."""

    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return _CsrfCheck(view).process_view(request, view, (), {}) is not None


def network_address(request: HttpRequest) -> str | None:
    """Return where a request comes from; the server has put the visitor's address there, not its proxy's."""
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    return None if address is None else str(address)
