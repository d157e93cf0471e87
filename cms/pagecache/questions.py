"""What a page is asked by, and nothing else: scheme, host, path, and the parameters that its view declares."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, resolve
from django.utils import translation

from blog.changes.kept import parameters_of
from blog.languages.addresses import language_of

LONGEST_PATH, LONGEST_QUERY = 1_500, 2_000  # bytes; a slug has 220 characters of four bytes at most
# What Django is told of a request for a page that may be kept. Not the visitor's address, cookies or any other header.
TOLD = frozenset(
    {"PATH_INFO", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST"}
    | {"wsgi.version", "wsgi.url_scheme", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"}
)
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE", "HTTP_RANGE")


class Question(NamedTuple):
    """The key of an answer."""

    scheme: str
    host: str
    path: str
    query: str

    def environ(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request that Django gets: all that the answer may depend on."""
        told = {name: value for name, value in asked.items() if name in TOLD}
        return told | {"REQUEST_METHOD": "GET", "QUERY_STRING": self.query, "REMOTE_ADDR": "", "wsgi.input": BytesIO()}


def question(environ: Mapping[str, Any]) -> Question | None:
    """Return what is asked for, if it may be kept."""
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY or any(map(environ.__contains__, CONDITIONS)):
        return None
    parameters = declared_parameters(path)
    if parameters is None:
        return None
    return Question(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), path, query and _declared(query, parameters))


def _declared(query: str, parameters: frozenset[str]) -> str:
    given = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name in parameters]
    return urlencode(sorted(given, key=lambda pair: pair[0]))


@lru_cache(maxsize=4096)
def declared_parameters(path: str) -> frozenset[str] | None:
    """Return the parameters on which the page at a path (as WSGI brings it) depends; None for one that is not kept."""
    plain = get_path_info({"PATH_INFO": path})
    with translation.override(language_of(plain)):
        try:
            return parameters_of(resolve(plain).func)
        except Resolver404:
            return None
