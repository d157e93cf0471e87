"""What the API answers where it cannot answer: problem details (RFC 9457), each with what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from blog.posts.addresses import absolute
from blog.posts.guards import WithdrawnError
from blog.redirects.services import find

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api"


def answer_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the answer to a request that cannot be served as it was asked; None for a failure of our own."""
    if isinstance(error, WithdrawnError):
        return _gone()
    if isinstance(error, Http404):
        return _moved(context["request"]._request) or problem(HTTPStatus.NOT_FOUND, nothing_here())
    if not isinstance(error, exceptions.APIException):
        return None
    errors = [{"parameter": name, "detail": detail} for name, detail in getattr(error, "errors", {}).items()]
    status = HTTPStatus(error.status_code)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem(status, _("The API can be read only: ask with GET or HEAD."))
    return problem(status, str(error.detail), **({"errors": errors} if errors else {}))


def problem(status: HTTPStatus, detail: str, **members: Any) -> Response:
    """Return a problem. Its type is that of its status, so that the title is the status's own words (RFC 9457, 4.2.1)."""
    return Response(as_object(status, detail, **members), status=status, content_type=MEDIA_TYPE)


def as_object(status: HTTPStatus, detail: str, **members: Any) -> dict[str, Any]:
    """Return the members of a problem."""
    return {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **members}


def nothing_here() -> str:
    """Say what to do where nothing is."""
    address = absolute(reverse("api"))
    return _("Nothing is at this address. What there is, and under which addresses, is described at %(address)s.") % {
        "address": address
    }


def _gone() -> Response:
    return problem(HTTPStatus.GONE, _("What was here has been withdrawn. Remove what you keep of it."))


def _moved(request: HttpRequest) -> Response | None:
    """Return where something has gone whose page has moved: an address of the API is that of the page below `/api`."""
    path = request.path_info.removeprefix(PREFIX)
    redirect = find(path)
    if redirect is None:
        return None
    target = redirect.target_of(path)
    if not target:
        return _gone()
    query = request.META.get("QUERY_STRING", "")
    address = escape_uri_path(f"{PREFIX}{target}")
    headers = {"Location": f"{address}?{query}" if query else address}
    return Response(status=HTTPStatus.MOVED_PERMANENTLY, headers=headers)
