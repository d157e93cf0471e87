"""Asking Django for a page, and whether its answer may be kept."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from blog.changes.reading import Reading
from blog.changes.rules import is_tracked
from cms.pagecache.answers import Answer, Headers
from cms.pagecache.counters import Miss
from cms.pagecache.questions import Question

logger = logging.getLogger(__name__)

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

UNKEPT_DIRECTIVES = ("private", "no-store", "no-cache")


class Rendering(NamedTuple):
    """An answer of Django's. `refusal` is why it may not be kept; `is_for_all` whether it answers every visitor."""

    answer: Answer
    refusal: Miss | None
    is_for_all: bool


def render(application: Application, question: Question, environ: dict[str, Any]) -> Rendering:
    """Return what Django answers to a question."""
    reading, begun = Reading(), list[tuple[str, Headers]]()

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> None:
        begun[:] = [(status, headers)]

    with reading.active():
        result = application(question.environ(environ), start_response)
        try:
            body = b"".join(result)
        finally:
            if close := getattr(result, "close", None):
                close()
    status, headers = begun[0]
    answer = Answer(question, status, headers, body, subjects=reading.subjects | reading.tables, until=reading.until)
    named = {name.lower(): value.lower() for name, value in headers}
    varies = {part.strip() for part in named.get("vary", "").split(",")} - {"", "accept-encoding"}
    is_for_all = not varies and "set-cookie" not in named
    if not is_for_all:
        logger.error("pagecache.not_for_all path=%s", question.path)
    return Rendering(answer, _refusal(answer, named, reading) if is_for_all else Miss.FOR_ONE, is_for_all)


def _refusal(answer: Answer, headers: dict[str, str], reading: Reading) -> Miss | None:
    """Return why an answer is not kept; None when it is."""
    if not answer.is_ok:
        return Miss.STATUS
    if any(directive in headers.get("cache-control", "") for directive in UNKEPT_DIRECTIVES):
        return Miss.PRIVATE
    if "content-encoding" in headers:
        return Miss.ENCODED
    if reading.has_written:
        return Miss.WROTE
    untracked = sorted(table for table in reading.tables if not is_tracked(table))
    if untracked:
        logger.error("pagecache.untracked path=%s tables=%s", answer.key.path, untracked)
        return Miss.UNTRACKED
    return None
