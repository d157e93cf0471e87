"""`manage.py purge_caches`: keep the cache outside in step."""

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms import purging
from cms.pagecache.watchers import watcher


class Command(BaseCommand):
    """Watches what changes until it is stopped; `serve` runs it where PURGE_URL is set."""

    help = "Tell the cache that PURGE_URL names to forget what changes, until SIGTERM."

    def handle(self, **_options: Any) -> None:
        """Watch.

        Raises:
            CommandError: when there is no cache outside.
        """
        if settings.SHARED_CACHE is None:
            raise CommandError("Set PURGE_URL: without a cache outside there is nothing to purge.")
        end = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_arguments: end.set())
        purging.watch(watcher(), until=end)
