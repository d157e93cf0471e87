"""Asking a page cache in the test's own process and transaction."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from blog.changes.models import EVERYTHING
from cms.pagecache import PageCache
from cms.pagecache.counters import HITS, Counters
from cms.pagecache.rendering import Application

CAPACITY_BYTES = 1_000_000


class OwnTransactionWatcher:
    """Sees what the test's own transaction has written, and nothing else; its statements are in no count of queries."""

    def __init__(self) -> None:
        self.is_open = False

    def news(self) -> Collection[str]:
        connection.ensure_connection()
        with connection.wrap_database_errors:
            cursor = connection.connection.cursor()
            cursor.execute("SELECT subject FROM changes_change")
            subjects = {subject for (subject,) in cursor.fetchall()}
            if subjects:  # one transaction writes each subject once, so what was read must go
                cursor.execute("DELETE FROM changes_change")
            cursor.close()
        is_first, self.is_open = not self.is_open, True
        return (EVERYTHING,) if is_first else subjects

    def close(self) -> None:
        self.is_open = False


@dataclass
class Given:
    """A response as the server would send it."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Asker:
    """Asks an application, and says what Django was asked meanwhile."""

    application: Application
    asked: list[str] = field(default_factory=list)

    def __call__(self, address: str, method: str = "GET", **headers: str) -> Given:
        parts = urlsplit(address)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.answer_to(RequestFactory().generic(method, parts.path, headers=named, QUERY_STRING=parts.query).environ)

    def answer_to(self, environ: dict[str, Any]) -> Given:
        given: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            given[:] = [status, headers]

        with keeping_the_connection():
            result = self.application(environ, start_response)
            body = b"".join(result)
            if close := getattr(result, "close", None):
                close()
        return Given(int(given[0][:3]), {name.lower(): value for name, value in given[1]}, body)


@dataclass
class Cached(Asker):
    """Asks a page cache with Django behind it."""

    cache: PageCache = field(init=False)

    def __post_init__(self) -> None:
        assert isinstance(self.application, PageCache)
        self.cache = self.application

    def is_hit(self, address: str, **headers: str) -> bool:
        """Say whether a page was answered without Django."""
        before = self.figure(HITS)
        assert self(address, **headers).status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
        return self.figure(HITS) == before + 1

    def figure(self, name: str) -> int:
        return self.cache.counters.figures()[name]


def unlike(first: Given, second: Given) -> dict[str, tuple[str | None, str | None]]:
    """Return the headers in which two responses differ. Compressing pads at random, so its length says nothing."""
    names = (first.headers.keys() | second.headers.keys()) - {"content-length"}
    pairs = {name: (first.headers.get(name), second.headers.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


MADE_AT = re.compile(rb"<(lastBuildDate|updated)>[^<]*</\1>")  # of RSS and Atom: without posts it is the present


def steady(body: bytes) -> bytes:
    """Return a body without the moment at which a feed was made."""
    return MADE_AT.sub(b"", body)


@contextmanager
def keeping_the_connection() -> Iterator[None]:
    """Keep Django from closing the connection in whose transaction the test runs, as its own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def django() -> Application:
    return WSGIHandler()


def cached(application: Callable[..., Iterable[bytes]] | None = None, *, capacity_bytes: int = CAPACITY_BYTES) -> Cached:
    return Cached(
        PageCache(application or django(), OwnTransactionWatcher(), capacity_bytes=capacity_bytes, counters=Counters())
    )
