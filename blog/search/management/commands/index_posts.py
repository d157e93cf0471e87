"""`manage.py index_posts`: makes the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from blog.search.index import get_index


class Command(BaseCommand):
    """Makes the search index anew from the posts and organizations there are."""

    help = "Makes the search index anew. It is kept in step by itself; this is for a database that was repaired by hand."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Index everything."""
        with transaction.atomic():
            get_index().install()
        self.stdout.write("The search index was made anew.")
