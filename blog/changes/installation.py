"""Putting the triggers in place, which happens after every migration.

They are no migrations of their own: SQLite changes a table by making it anew, and the triggers of the old one are lost with
it; nor does it rename a table while a trigger names one that is not there. PostgreSQL drops no column that a trigger names. So
before migrations the triggers are dropped, and afterwards whatever should be there is.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

from blog.changes.models import EVERYTHING, Change, Finding
from blog.changes.rules import copied_columns, tracked
from blog.changes.triggers import PREFIX, RECORD, Trigger, recording, triggers_of, triggers_of_copy

MOST_ROWS = 100_000  # on PostgreSQL each transaction adds some


def before_migrations(*, using: str, plan: list[Any] | None = None, **_signal: Any) -> None:
    """Drop the triggers where something will migrate."""
    if plan:
        drop(connections[using])


def after_migrations(*, using: str, plan: list[Any] | None = None, **_signal: Any) -> None:
    """See that every trigger is in place. After a migration nothing that was kept is sure."""
    connection = connections[using]
    if not {Change._meta.db_table, Finding._meta.db_table} <= set(connection.introspection.table_names()):
        return  # this app has been migrated back
    if plan or missing(connection):
        with atomic(using=using):
            install(connection)


def expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Return the triggers that should be there, for the tables that are.

    A table that was migrated back to before a column that its rules name has none; a page that reads it is not kept.
    """
    columns = _columns(connection, {*(table.table for table in tracked()), *(copied.target for copied in copied_columns())})
    found: list[Trigger] = [] if connection.vendor == "postgresql" else [recording()]
    for table in tracked():
        if table.named_columns <= columns.get(table.table, set()):
            found += triggers_of(table, columns=columns[table.table], vendor=connection.vendor)
    for copied in copied_columns():
        if {copied.key, copied.column} <= columns.get(copied.target, set()):
            found += triggers_of_copy(copied, vendor=connection.vendor)
    return found


def _columns(connection: BaseDatabaseWrapper, tables: set[str]) -> dict[str, set[str]]:
    """Return the columns of those tables that are there."""
    present = tables & set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        return {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in sorted(present)
        }


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should be there and are not."""
    present = _present(connection)
    return [trigger.name for trigger in expected(connection) if trigger.name not in present]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew, and record that everything has changed.

    What a database that was copied from another server has recorded bears numbers of transactions that are still to come
    here, so the record begins anew.
    """
    drop(connection)
    with connection.cursor() as cursor:
        for trigger in expected(connection):
            for statement in trigger.statements:
                cursor.execute(statement)
    forget(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove every trigger: nothing is recorded until `install`."""
    present = _present(connection)
    with connection.cursor() as cursor:
        for name in present:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER {name}")
        if connection.vendor != "postgresql":
            cursor.execute(f"DROP VIEW IF EXISTS {RECORD}")


def forget(connection: BaseDatabaseWrapper) -> None:
    """Delete the record, but for one row which says that everything has changed, and what was found before."""
    changes = Change.objects.using(connection.alias)
    with atomic(using=connection.alias):
        changes.all().delete()
        Finding.objects.using(connection.alias).all().delete()
        changes.create(subject=EVERYTHING, transaction_id=_transaction(connection))


def shorten(connection: BaseDatabaseWrapper) -> int:
    """Begin the record anew once it is long, and return how many rows went; every page is then rendered once more."""
    count = Change.objects.using(connection.alias).count()
    if count <= MOST_ROWS:
        return 0
    forget(connection)
    return count


def _transaction(connection: BaseDatabaseWrapper) -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (number,) = cursor.fetchone()
        return int(number)


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers that are there."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}
