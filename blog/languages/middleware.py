"""Answers in the language that the address names, the same for everybody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from blog.languages.addresses import language_of

# Pages for one person alone have one address; they speak the language that the browser asks for.
NEGOTIATED = ("/admin/", "/accounts/", "/my-data/", "/preview/")


class LanguageMiddleware:
    """Sets the language of a request.

    Django's own middleware would make every public page depend on the browser's wish (`Vary`), and no cache could keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page in its language, and say which that is."""
        is_negotiated = request.path_info.startswith(NEGOTIATED)
        asked = translation.get_language_from_request(request) if is_negotiated else language_of(request.path_info)
        with translation.override(asked):
            request.LANGUAGE_CODE = asked
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", asked)
        if is_negotiated:
            patch_vary_headers(response, ["Accept-Language"])
        return response
