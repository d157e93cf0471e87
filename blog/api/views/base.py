"""What all answers of the API share: anybody may read them, from a page of any host, and nobody is known."""

from functools import partial
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.http import ConditionalGetMiddleware
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from blog.api.views.problems import MEDIA_TYPE, answer_problem, as_object

# Cross-origin reading (Fetch standard, 3.3). No cookie means anything here, so every origin may read. A middleware for it would
# run on each page of the site and make them vary by origin, which no cache could keep.
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def opened[AnswerT: HttpResponse](response: AnswerT) -> AnswerT:
    """Return an answer that pages of every host may read; it says where the API is described (RFC 8631)."""
    described = f'<{reverse("api-schema")}>; rel="service-desc", <{reverse("api")}>; rel="service-doc"'
    for name, value in {**OPEN_TO_ALL, "Link": described}.items():
        response.headers[name] = value
    return response


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or that it is the one which is known (304); pages of other hosts may read that as well.

    The site's own middleware would leave a 304 without the headers that say so.
    """
    answer = ConditionalGetMiddleware(lambda _request: response).process_response(request, response)
    return opened(cast("HttpResponse", answer))


def failure() -> HttpResponse:
    """Return the answer where the API itself has failed."""
    said = as_object(HTTPStatus.INTERNAL_SERVER_ERROR, _("This is our failure, and it is on record. Ask again later."))
    return opened(JsonResponse(said, status=said["status"], content_type=MEDIA_TYPE))


class JsonAlone(BaseContentNegotiation):
    """Answers with JSON whatever a program accepts (RFC 9110, 12.5.1, allows it): a page cache asks without that header."""

    def select_parser(self, request: Request, parsers: Any) -> None:
        """Return nothing: nothing is sent to the API."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:  # noqa: ARG002  # REST framework's signature
        """Return the only one."""
        (renderer,) = renderers
        return renderer, renderer.media_type


class ReadView(APIView):
    """Answers to anybody who reads, in JSON."""

    http_method_names = ["get", "head", "options"]
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonAlone

    def get_exception_handler(self) -> Any:
        """Return what answers where there is no answer."""
        return answer_problem

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Open the answer to all, a refusal as well."""
        answer = opened(super().finalize_response(request, response, *args, **kwargs))
        answer.add_post_render_callback(partial(unless_known, request._request))
        return answer

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]  # noqa: ARG002  # REST framework's own, which Django's stubs do not know
        """Tell a browser that a page of another host may read (CORS preflight), and everybody else the methods."""
        return Response(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
