"""`manage.py tidy_likes`: count likes anew, and forget where they came from."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from blog.likes import services


class Command(BaseCommand):
    """Brings the counts in line and clears what is no longer needed; running it again changes nothing."""

    help = "Bring the counts of likes in line with the likes, and forget the networks that they came from. Run it once a day."

    def handle(self, **_options: Any) -> None:
        """Do both and say what changed."""
        wrong, forgotten = services.recount(), services.forget_networks(at=timezone.now())
        self.stdout.write(f"Counts put right: {wrong}. Likes whose network was forgotten: {forgotten}.")
