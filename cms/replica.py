"""Public pages read from a replica, where there is one (`DATABASE_REPLICA_URL`).

A replica follows its primary some moments later, and a page must never be older than a change that somebody has made. So
each page asks both where they stand, and reads from the replica only if it has everything that the primary had when the page
was begun. Whatever is written, and whatever is read after that or by somebody who is signed in, is the primary's.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import Error, connections, models
from django.http import HttpRequest, HttpResponse

from blog.changes.kept import parameters_of
from cms.databases import PRIMARY, REPLICA

logger = logging.getLogger(__name__)

type View = Callable[..., HttpResponse]

PAUSE_SECONDS = 5.0  # after a failure, until the replica is asked again
_is_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)


class Router:
    """Says which database a query goes to."""

    def db_for_read(self, _model: type[models.Model], **_hints: Any) -> str:
        """Return the replica while a page is read from it."""
        return REPLICA if _is_reading.get() else PRIMARY

    def db_for_write(self, _model: type[models.Model], **_hints: Any) -> str:
        """Return the primary; from now on the request reads from it as well, so that it sees what it wrote."""
        _is_reading.set(False)
        return PRIMARY

    def allow_relation(self, _one: models.Model, _other: models.Model, **_hints: Any) -> bool:
        """Let rows of both refer to each other: they are the same."""
        return True

    def allow_migrate(self, alias: str, _app_label: str, **_hints: Any) -> bool:
        """Let tables be made in the primary alone; the replica follows."""
        return alias == PRIMARY


class ReplicaMiddleware:
    """Lets pages that are the same for everybody be read from the replica. Where that fails, they are read from the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.paused_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response; whatever comes after it reads from the primary."""
        token = _is_reading.set(False)
        try:
            return self.get_response(request)
        finally:
            _is_reading.reset(token)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Decide where the page is read from."""
        if not _is_for_everybody(request, view) or not self._is_there_and_whole():
            return None
        _is_reading.set(True)
        try:
            return view(request, *args, **kwargs)
        except Error as error:
            self._pause(error)
            return None  # Django asks the view again
        finally:
            _is_reading.set(False)

    def _is_there_and_whole(self) -> bool:
        if monotonic() < self.paused_until:
            return False
        try:
            return has_caught_up()
        except Error as error:
            self._pause(error)
            return False

    def _pause(self, error: Error) -> None:
        logger.error("replica.unusable pause_seconds=%s error=%s", PAUSE_SECONDS, error)
        connections[REPLICA].close()
        self.paused_until = monotonic() + PAUSE_SECONDS


def _is_for_everybody(request: HttpRequest, view: View) -> bool:
    is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return request.method in {"GET", "HEAD"} and parameters_of(view) is not None and not is_signed_in


def has_caught_up() -> bool:
    """Return whether the replica shows all that was committed on the primary until now.

    Raises:
        django.db.Error: when one of them does not answer.
    """
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (written,) = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
        return bool(cursor.fetchone()[0])  # of a server that is no replica, nothing
