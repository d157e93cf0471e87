"""The index of posts and organizations, in the database that the site has."""

from django.db import connection

from blog.search.index.base import FIRST, LAST, Index, Place, Scope, Tier, post_at
from blog.search.index.postgresql import PostgresIndex
from blog.search.index.sqlite import SqliteIndex

__all__ = ["FIRST", "LAST", "Index", "Place", "Scope", "Tier", "get_index", "post_at"]

ENGINES: dict[str, type[Index]] = {"sqlite": SqliteIndex, "postgresql": PostgresIndex}


def get_index() -> Index:
    """Return the index of the site's database."""
    return ENGINES[connection.vendor]()
