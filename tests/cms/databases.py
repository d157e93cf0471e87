"""Databases of the kind that the tests run on, for sites that are served by processes of their own."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

type Execute = Callable[[str], Any]


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Make an empty database, and give its address."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    import psycopg  # noqa: PLC0415  # SQLite does without

    given, name = os.environ["DATABASE_URL"], f"served_{os.getpid()}_{os.urandom(4).hex()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def prompt(database_url: str) -> Iterator[Execute]:
    """Execute and commit statements, as an operator at the database's own prompt does."""
    there: Any
    if connection.vendor == "sqlite":
        there = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
    else:
        import psycopg  # noqa: PLC0415  # as above

        there = psycopg.connect(database_url, autocommit=True)
    try:
        yield there.execute
    finally:
        there.close()
