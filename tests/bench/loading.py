"""Storing rows by the million: straight into the tables, past the ORM, with the triggers laid aside meanwhile."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from blog.changes import installation
from blog.search.index import get_index

ROWS_A_STATEMENT = 5_000
# What SQLite is told meanwhile: 200 MB of memory, no journal, no waiting for the disk, no checks until the end.
BULK = {"journal_mode": "off", "cache_size": -200_000, "synchronous": 0, "ignore_check_constraints": 1}

type Row = tuple[Any, ...]
type Model = type[models.Model]


class Rows:
    """The rows of one table: some columns are named, in whose order a row's values come, and all rows share the rest.

    Only the columns of the model's own table are written, so the parents of a model that is spread over tables get theirs.
    """

    def __init__(self, model: Model, *named: str, **shared: Any) -> None:
        self.model = model
        fields = {field.attname: field for field in model._meta.local_concrete_fields}
        rest = {name: shared.pop(name, field.get_default()) for name, field in fields.items() if name not in named}
        if unknown := shared.keys() | set(named) - fields.keys():
            raise TypeError(f"{model._meta.label} has no {', '.join(sorted(unknown))}")
        self.columns = [fields[name].column for name in (*named, *rest)]
        self.named, self.rest = len(named), tuple(adapted(value) for value in rest.values())
        self.made: list[Row] = []

    def take(self) -> list[Row]:
        """Return the rows that were added to `made` since the last time."""
        made, self.made = self.made, []
        return made


def adapted(value: Any) -> Any:
    """Return a value as the driver of the database takes it in bulk."""
    if type(value) is datetime:
        return moment(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) and connection.vendor == "sqlite" else value


def _text_in_sqlite(value: datetime) -> str:
    return str(value)[: -len("+00:00")]


# A moment in UTC as text that the database reads.
moment: Callable[[datetime], str] = _text_in_sqlite if connection.vendor == "sqlite" else str


def store(rows: Rows, made: list[Row]) -> None:
    """Store rows that were made: by COPY on PostgreSQL, by prepared statements on SQLite."""
    table, columns = rows.model._meta.db_table, ", ".join(f'"{column}"' for column in rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in made:
                    copy.write_row(row + rows.rest)
            return
        literals = (
            cursor.execute(f"SELECT {', '.join(['quote(%s)'] * len(rows.rest))}", rows.rest).fetchone() if rows.rest else ()
        )
        values = ", ".join((*["?"] * rows.named, *literals))
        cursor.connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({values})', made)  # noqa: S608  # our own names


def store_all(tables: Iterable[tuple[Rows, list[Row]]]) -> None:
    """Store the rows of several tables, which name each other, in one transaction."""
    with transaction.atomic():
        for rows, made in tables:
            store(rows, made)


@contextmanager
def in_bulk() -> Iterator[None]:
    """Let SQLite take rows as fast as it can, and check them afterwards: whatever fails here is begun anew."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        before = [(name, cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in BULK]
        for name, value in BULK.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        yield
        for name, value in before:
            cursor.execute(f"PRAGMA {name} = {value}")
        if (faults := cursor.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise RuntimeError(faults)


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
