"""Telling the cache outside what has changed, by whatever program: the changes that the page cache goes by."""

import logging
from collections.abc import Collection
from threading import Event

from django.db import Error

from blog.changes.models import EVERYTHING
from cms.pagecache.freshness import Freshness
from cms.pagecache.watchers import Watcher
from cms.shared_caches import ALL_PAGES
from cms.tasks import purge

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5  # between two looks: changes in between go into one request
MOST_TAGS = 1_000  # of more changes at once, all pages are forgotten


class Purger:
    """Looks what has changed, and has it purged by a task. The first look purges everything: nobody knows what was missed."""

    def __init__(self, watcher: Watcher) -> None:
        self._changed: set[str] = set()
        self._freshness = Freshness(watcher, self._changed.update)

    def look(self) -> Collection[str]:
        """Return the tags that are purged now."""
        self._freshness.refresh()
        tags, is_all = sorted(self._changed), EVERYTHING in self._changed or len(self._changed) > MOST_TAGS
        if not tags:
            return tags
        tags = [ALL_PAGES] if is_all else tags
        purge.enqueue(tags)
        self._changed.clear()
        return tags


def watch(watcher: Watcher, *, until: Event, pause_seconds: float = PAUSE_SECONDS) -> None:
    """Look again and again; while the database does not answer, what has changed waits."""
    purger = Purger(watcher)
    while not until.wait(pause_seconds):
        try:
            purger.look()
        except Error:
            logger.exception("purging.database_unreachable")
