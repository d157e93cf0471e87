"""The cache as a WSGI application around Django."""

import logging
from collections.abc import Collection, Iterable
from threading import Event, Lock
from typing import Any

from django.db import Error
from django.utils import timezone

from cms.pagecache.answers import Answer, Headers, Start
from cms.pagecache.counters import DROPPED, EVICTED, HITS, WAITED, Counters, Miss
from cms.pagecache.freshness import Freshness
from cms.pagecache.questions import Question, question
from cms.pagecache.rendering import Application, Rendering, render
from cms.pagecache.store import Store
from cms.pagecache.watchers import Watcher
from cms.shared_caches import headers_of

logger = logging.getLogger(__name__)

LONGEST_WAIT_SECONDS = 10
LARGEST_PART = 8  # no answer takes more than this part of the whole


class PageCache:
    """Answers for Django what it has answered before and what has not changed since.

    Of several visitors who ask for a page that is not there, one has it rendered and the others wait for it. What is kept here,
    a cache outside may keep for `shared_seconds` as well.
    """

    def __init__(
        self, application: Application, watcher: Watcher, *, capacity_bytes: int, counters: Counters, shared_seconds: int = 0
    ) -> None:
        self.application, self.counters, self.shared_seconds = application, counters, shared_seconds
        self.store = Store(capacity_bytes)
        self.freshness = Freshness(watcher, self._drop)
        self._rendering: dict[Question, Event] = {}
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        asked = question(environ) if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else None
        if asked is None:
            return self._pass_on(environ, start_response, Miss.NOT_KEPT)
        try:
            answer = self._kept(asked)
            if answer is None:
                return self._answer_anew(asked, environ, start_response)
        except Error:
            logger.exception("pagecache.database_unreachable")
            return self._pass_on(environ, start_response, Miss.UNREACHABLE)
        self.counters.add(HITS)
        return self._give(answer, environ, start_response)

    def _pass_on(self, environ: dict[str, Any], start_response: Start, reason: Miss) -> Iterable[bytes]:
        self.counters.add(reason)
        return self.application(environ, start_response)

    def _kept(self, asked: Question) -> Answer | None:
        """Return the answer that is kept and still holds."""
        self.freshness.refresh()
        answer = self.store.get(asked)
        if answer is None or answer.until is None or timezone.now() < answer.until:
            return answer
        return None

    def _give(self, answer: Answer, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        body, growth = answer.give(environ, start_response)
        if growth:
            self.store.grown(answer, growth)
            self._count()
        return body

    def _answer_anew(self, asked: Question, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Have the page rendered, or wait for whoever does and answer with theirs if it still holds."""
        with self._lock:
            others = self._rendering.get(asked)
            own = self._rendering.setdefault(asked, Event())
        if others is not None:
            others.wait(LONGEST_WAIT_SECONDS)
        try:
            if (answer := self._kept(asked)) is not None:
                self.counters.add(WAITED)
                return self._give(answer, environ, start_response)
            rendering = self._render(asked, environ)
        finally:
            if others is None:
                with self._lock:
                    del self._rendering[asked]
                own.set()
        # What is no page may depend on the rest of the query: a redirect passes it on.
        is_page = rendering.answer.is_ok or asked.query == environ.get("QUERY_STRING", "")
        if rendering.is_for_all and is_page:
            return self._give(rendering.answer, environ, start_response)
        return self.application(environ, start_response)

    def _render(self, asked: Question, environ: dict[str, Any]) -> Rendering:
        """Return a rendering, kept if it may be and if nothing that it shows has changed meanwhile."""
        begun = self.freshness.refresh()
        rendering = render(self.application, asked, environ)
        answer, refusal = rendering.answer, rendering.refusal
        if refusal is None and answer.size > self.store.capacity_bytes // LARGEST_PART:
            refusal = Miss.TOO_LARGE
        if refusal is None:
            shared = answer.with_headers(self._for_sharing(answer)) if self.shared_seconds else answer
            self.freshness.refresh()
            if self.freshness.keep(answer.subjects, since=begun, put=lambda: self._put(shared)):
                rendering = rendering._replace(answer=shared)
            else:
                refusal = Miss.CHANGED
        self.counters.add(refusal or Miss.ABSENT)
        return rendering

    def _for_sharing(self, answer: Answer) -> Headers:
        """Return the headers for caches outside; what changes by itself at a moment is kept there no longer."""
        seconds = self.shared_seconds
        if answer.until is not None:
            seconds = min(seconds, int((answer.until - timezone.now()).total_seconds()))
        return list(headers_of(answer.subjects, seconds=seconds))

    def _put(self, answer: Answer) -> None:
        self.counters.add(EVICTED, self.store.put(answer))
        self._count()

    def _drop(self, subjects: Collection[str]) -> None:
        self.counters.add(DROPPED, self.store.drop(subjects))
        self._count()

    def _count(self) -> None:
        self.counters.holds(answers=len(self.store), size=self.store.bytes)
