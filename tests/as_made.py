"""The tests' database as migrations left it: put back after a test that commits, and copied for sites of their own.

Django would empty every table, which the audit log refuses, and make what migrations leave in some of them anew, row by row:
half a second for each test.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.transaction import atomic
from django.test import TransactionTestCase

KEPT = "as_made"  # the schema where PostgreSQL has copies of the rows that migrations leave
_copies: list[sqlite3.Connection] = []  # of the whole database, where that is SQLite's


@contextmanager
def restoring() -> Iterator[None]:
    """Have the database restored after each test that commits; it has no tables where no test that runs needs them."""
    if not connection.introspection.table_names():
        yield
        return
    with closing(sqlite3.connect(":memory:")) as copy, pytest.MonkeyPatch.context() as patch:
        restore = _sqlite(copy) if connection.vendor == "sqlite" else _postgresql()
        if restore is not None:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: restore())
        yield
        _copies.clear()


def save(path: Path) -> bool:
    """Write a database of SQLite that is as migrations leave it, and say whether there was one to copy."""
    for copy in _copies:
        with closing(sqlite3.connect(path)) as file:
            copy.backup(file)
    return bool(_copies)


def _sqlite(copy: sqlite3.Connection) -> Callable[[], None]:
    """Keep a copy of the database, and return what copies it back."""
    connection.ensure_connection()
    connection.connection.backup(copy)
    _copies.append(copy)

    def restore() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)
        ContentType.objects.clear_cache()

    return restore


def _postgresql() -> Callable[[], None] | None:
    """Keep a copy of the rows, and return what makes all tables hold these alone. Only a superuser may, without triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        [(is_allowed,)] = cursor.fetchall()
        if not is_allowed:
            return None
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        statements = ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {table}" for table in tables)]  # noqa: S608  # the site's own names
        for table in tables:
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE {table}")
            if cursor.rowcount > 0:
                statements.append(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE {KEPT}.{table}")

    def restore() -> None:
        with atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(statements))
        ContentType.objects.clear_cache()

    return restore
