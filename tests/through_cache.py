"""Asking the page cache whatever the client of a test asks: what a visitor gets from it must be Django's own answer.

The test sees what Django answers, as ever. Behind its back the page cache is asked as well: what it has kept from before must
be what Django answers now, and so must what it keeps from now on. No count of queries knows of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.signals import setting_changed
from django.db import connection
from django.http import HttpResponse  # noqa: TID251  # what clients of tests are answered
from django.test.client import ClientHandler

from cms.pagecache.questions import declared_parameters, question
from tests.cms.pagecache.asking import MADE_AT, Cached, Given, cached, steady, unlike

ALONE = ClientHandler.__call__
IN_NOT_MODIFIED = {"cache-control", "content-location", "etag", "expires"}  # and Vary, which Django leaves out


class Beside:
    """The page cache of one test's site, made when it is asked first: only then must the site be whole."""

    def __init__(self) -> None:
        self.ask: Cached | None = None

    def begin_anew(self, **_signal: object) -> None:
        """Forget all: a site's settings do not change while it runs."""
        declared_parameters.cache_clear()
        self.ask = None

    def compare(self, environ: dict[str, Any], own: HttpResponse) -> None:
        """See that the page cache gives Django's own answer, from before and from now on."""
        if self.ask is None:
            self.ask = cached()
        for _time in range(2 if own.status_code == HTTPStatus.OK else 1):
            with unseen():
                given = self.ask.answer_to(dict(environ))
            found = differences(given, given_by(own))
            assert found == {}, f"the page cache answers {environ['PATH_INFO']} in another way than Django: {found}"


def given_by(own: HttpResponse) -> Given:
    headers = {name.lower(): value for name, value in own.items()}
    cookies = {"set-cookie": own.cookies.output(header="")} if own.cookies else {}
    return Given(own.status_code, headers | cookies, own.content)


def differences(given: Given, own: Given) -> dict[str, object]:
    """Return in what two answers differ; when a feed was made is no difference.

    Nor is what RFC 9110 leaves open: more headers than a 304 must have (15.4.5), and the ETag of a page in the answer to HEAD,
    where Django has none (9.3.2).
    """
    found: dict[str, object] = dict(unlike(given, own))
    if MADE_AT.search(own.body) or "etag" not in own.headers:
        found.pop("etag", None)
    if own.status == HTTPStatus.NOT_MODIFIED:
        found = {name: pair for name, pair in found.items() if name in IN_NOT_MODIFIED}
    if given.status != own.status:
        found["status"] = (given.status, own.status)
    if own.body and "content-encoding" not in own.headers and steady(given.body) != steady(own.body):
        found["body"] = (given.text, own.text)
    return found


def is_comparable(environ: dict[str, Any]) -> bool:
    """Say whether the page cache might keep the answer, and asks Django for it in the same words.

    It names the parameters in the order of their names, and lists of the API repeat the order in their links. What a
    test with threads commits, other connections see as well.
    """
    names = [name for name, _value in parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)]
    is_read = environ["REQUEST_METHOD"] in {"GET", "HEAD"} and names == sorted(names)
    return is_read and connection.in_atomic_block and question(environ) is not None


@contextmanager
def unseen() -> Iterator[None]:
    """Keep statements from whoever counts or watches those of the test."""
    watched, counted = connection.execute_wrappers, connection.force_debug_cursor
    connection.execute_wrappers, connection.force_debug_cursor = [], False
    try:
        yield
    finally:
        connection.execute_wrappers, connection.force_debug_cursor = watched, counted


@contextmanager
def beside_the_cache() -> Iterator[None]:
    """Compare, while a test runs, every answer to its clients that the page cache might keep."""
    beside = Beside()

    def answer(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        asked = dict(environ)
        own: Any = ALONE(handler, environ)
        if is_comparable(asked) and isinstance(own, HttpResponse):
            beside.compare(asked, own)
        return own

    setting_changed.connect(beside.begin_anew)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", answer)
        yield
    setting_changed.disconnect(beside.begin_anew)
