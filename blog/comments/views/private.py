"""What all pages share that are for one visitor alone."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from blog.accounts.models import User
from blog.comments.errors import GoneError, NotAnswerableError, ReplyError, TooManyError
from blog.comments.own_forms import ChangeForm
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


def signed_in(request: HttpRequest) -> User | None:
    """Return who has signed in."""
    return request.user if request.user.is_authenticated else None


def is_fragment(request: HttpRequest) -> bool:
    """Say whether a script asks, for a part of the page that a reader is on."""
    return "fragment" in request.GET


def render_box(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    error: ReplyError | None = None,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    """Render a page, or for a script only its partial "box"; an error gives it its status."""
    part = "#box" if is_fragment(request) else ""
    context["is_fragment"] = bool(part)
    response = render(request, f"{template}{part}", context, status=status or status_of(error))
    if isinstance(error, TooManyError):
        response["Retry-After"] = str(error.wait_seconds)
    return response


def give_words_back(request: HttpRequest, status: HTTPStatus) -> HttpResponse | None:
    """Return a page with the words that were sent to where nothing is any more; None where none were."""
    form = ChangeForm(request.POST)
    if not form["comment"].value():
        return None
    return render_box(request, "comments/refusal_gone.html", {"form": form, "refusal": GoneError()}, status=status)


def status_of(error: ReplyError | None) -> HTTPStatus:
    """Return the status with which a page says what went wrong."""
    if isinstance(error, TooManyError):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(error, NotAnswerableError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.OK if error is None else HTTPStatus.FORBIDDEN
