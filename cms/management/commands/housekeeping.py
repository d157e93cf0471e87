"""`manage.py housekeeping`: what has to be tidied up every hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms import housekeeping


class Command(BaseCommand):
    """Tidies up; `serve` runs it every hour by itself, and running it at any other time does no harm."""

    help = "Delete what has expired, start interrupted tasks again and see that waiting mails go out."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        """Take each step and say what it did."""
        for deed, count in housekeeping.run(at=timezone.now()):
            if verbosity:
                self.stdout.write(f"{count:>6} {deed}")
