"""Whether what is kept still holds."""

from collections.abc import Callable, Collection
from datetime import datetime
from threading import Lock

from django.utils import timezone

from blog.changes.models import EVERYTHING
from blog.posts import turning
from blog.posts.changes import LISTING
from cms.pagecache.watchers import Watcher

REMEMBERED_SUBJECTS = 10_000


class Freshness:
    """Applies what the database and the clock say has changed, and remembers it for pages that are being rendered.

    `position` counts what was applied. A page that began at a position holds if none of its subjects was applied since.
    """

    def __init__(self, watcher: Watcher, drop: Callable[[Collection[str]], None]) -> None:
        self._watcher, self._drop = watcher, drop
        self._lock = Lock()
        self._begun = self._done = 0  # the number of the last look that was begun, and of the last that ended well
        self._position = 0
        self._applied: dict[str, int] = {}
        self._forgotten = 0  # of changes up to this position nothing is remembered
        self._turned_until: datetime | None = None  # posts that appear or expire are applied up to this moment
        self._next_turn: datetime | None = None

    def refresh(self) -> int:
        """Drop what has changed until now, and return the position.

        Of those who come while somebody looks, one looks for all: a look tells of every change that was committed before
        it began.

        Raises:
            django.db.Error or the driver's own: when the database cannot be asked.
        """
        begun = self._begun
        with self._lock:
            if self._done > begun:
                return self._position
            self._begun += 1
            try:
                if news := self._watcher.news():
                    self._apply(news)
                self._turn(is_new=EVERYTHING in news or LISTING in news)
            except BaseException:
                self._begin_anew()
                raise
            self._done = self._begun
            return self._position

    def keep(self, subjects: Collection[str], *, since: int, put: Callable[[], None]) -> bool:
        """Put something away if none of its subjects was applied after a position, and say whether; `refresh` before.

        What is applied from now on finds it there and drops it.
        """
        with self._lock:
            known = [self._applied.get(subject, 0) for subject in (EVERYTHING, *subjects)]
            if since < self._forgotten or max(known) > since:
                return False
            put()
            return True

    def _apply(self, subjects: Collection[str]) -> None:
        self._position += 1
        if len(self._applied) > REMEMBERED_SUBJECTS:
            self._applied, self._forgotten = {}, self._position
        self._applied.update(dict.fromkeys(subjects, self._position))
        self._drop(subjects)

    def _turn(self, *, is_new: bool) -> None:
        """Apply what appeared and expired by now; ask for the next moment where that may be another one."""
        if not is_new and self._next_turn is None:
            return
        now = timezone.now()
        if not is_new and self._next_turn is not None and now < self._next_turn:
            return
        if self._turned_until is not None and now > self._turned_until:
            self._apply(turning.turned(self._turned_until, now))
        self._turned_until = now
        self._next_turn = turning.next_turn(now)

    def _begin_anew(self) -> None:
        """Trust nothing: without the database nobody knows what has changed."""
        self._watcher.close()
        self._apply({EVERYTHING})
        self._turned_until = self._next_turn = None
