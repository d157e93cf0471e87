"""`manage.py send_issues`: mail new posts to those who follow."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from blog.subscriptions.services import issues


class Command(BaseCommand):
    """Makes the issues that are due; `serve` runs it every few minutes, and running it at any other time does no harm."""

    help = "Mail new posts to those who follow by mail: at once, and when a week or a month is over."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        """Make the issues and say what they bring."""
        made = issues.make_due(at=timezone.now())
        if verbosity:
            for issue in made:
                self.stdout.write(f"{issue}: {issue.posts.count()} posts")
            self.stdout.write(f"{len(made):>6} issues made")
