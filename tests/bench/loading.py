"""Storing rows by the million: straight into the tables, past the ORM, with the triggers laid aside meanwhile."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from blog.changes import installation
from blog.search.index import get_index

ROWS_A_STATEMENT = 5_000

type Row = list[Any]
type Model = type[models.Model]


class Rows:
    """The rows of one table: what all of them share is made ready once, and each names the rest.

    Only the columns of the model's own table are written, so the parents of a model that is spread over tables get theirs.
    """

    def __init__(self, model: Model, **shared: Any) -> None:
        self.model = model
        fields = model._meta.local_concrete_fields
        self.columns = [field.column for field in fields]
        self._places = {name: place for place, field in enumerate(fields) for name in (field.name, field.attname)}
        self._shared = [adapted(field.get_default()) for field in fields]
        for name, value in shared.items():
            self._shared[self._places[name]] = adapted(value)

    def row(self, **values: Any) -> Row:
        """Return a row; moments and JSON come `adapted`."""
        row, places = self._shared.copy(), self._places
        for name, value in values.items():
            row[places[name]] = value
        return row


def adapted(value: Any) -> Any:
    """Return a value as the driver of the database takes it in bulk."""
    if type(value) is datetime:
        return value if connection.vendor == "postgresql" else _sqlite_moment(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) and connection.vendor == "sqlite" else value


def _sqlite_moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def store(rows: Rows, given: Iterable[Row]) -> None:
    """Store rows: by COPY on PostgreSQL, by prepared statements on SQLite."""
    table, columns = rows.model._meta.db_table, ", ".join(f'"{column}"' for column in rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in given:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(rows.columns))
        cursor.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', given)  # noqa: S608  # our own names


def store_all(tables: Sequence[tuple[Rows, Iterable[Row]]]) -> None:
    """Store the rows of several tables, which name each other, in one transaction."""
    with transaction.atomic():
        for rows, given in tables:
            store(rows, given)


@contextmanager
def without_triggers() -> Iterator[None]:
    """Lay aside what keeps the search index and the record of changes; afterwards both are made anew from what there is."""
    index = get_index()
    installation.drop(connection)
    index.remove()
    try:
        yield
    finally:
        with transaction.atomic():
            index.install()
        with transaction.atomic():
            installation.install(connection)


@contextmanager
def without_indexes(tables: Iterable[Model]) -> Iterator[None]:
    """Lay aside all indexes but those of constraints, and the checks of keys: made from what there is, indexes come sooner."""
    with connection.cursor() as cursor:
        found = _indexes(cursor, [model._meta.db_table for model in tables])
        for name in found:
            cursor.execute(f'DROP INDEX "{name}"')
        _check_keys(cursor, is_on=False)
        try:
            yield
        finally:
            _check_keys(cursor, is_on=True)
            for statement in found.values():
                cursor.execute(statement)


def _indexes(cursor: Any, tables: list[str]) -> dict[str, str]:
    """Return the statements that make the indexes of some tables, by name; those that a constraint has made are left out."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND schemaname = current_schema()"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [tables],
        )
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        of_tables = tuple(f' ON "{table}" ' for table in tables)
        return {name: sql for name, sql in cursor.fetchall() if any(table in sql for table in of_tables)}
    return dict(cursor.fetchall())


def _check_keys(cursor: Any, *, is_on: bool) -> None:
    if connection.vendor == "postgresql":  # by its triggers, which a superuser alone may silence
        cursor.execute(f"SET session_replication_role = {'origin' if is_on else 'replica'}")
    else:
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if is_on else 'OFF'}")


def number_anew(*tables: Model) -> None:
    """Let each table number its next row after the last one, which was stored with its number."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def count_rows() -> None:
    """Let the database count its rows, as PostgreSQL does by itself after a while; a site on SQLite never has them counted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def batches[T](items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """Return items in portions that are stored at once."""
    return batched(items, ROWS_A_STATEMENT, strict=False)
