"""`manage.py cache_status`: what the page cache does."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.pagecache import status


class Command(BaseCommand):
    """Shows the figures of all web processes on this machine together, since each began."""

    help = "Show how many pages were answered from the page cache, what it takes of memory, and why Django was asked."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--format", choices=("text", "json"), default="text", help="json: for programs")

    def handle(self, *, format: str, **_options: Any) -> None:  # noqa: A002  # the option's name
        """Print the figures.

        Raises:
            CommandError: when the cache is switched off, or no web process runs.
        """
        if not settings.PAGE_CACHE_MEGABYTES:
            raise CommandError("There is no page cache: PAGE_CACHE_MEGABYTES is 0, or DEBUG is on.")
        found = status.read()
        if not found.processes:
            raise CommandError("No web process runs here: start the site with `python manage.py serve`.")
        self.stdout.write(json.dumps(found.as_dict()) if format == "json" else "\n".join(found.lines()))
