"""Telling SQLite which index to read a table from.

It takes a row of which it knows the number from the table, also where an index has all the columns that are asked for. But a
post fills half a page of the file, and in such an index some sixty are beside each other. PostgreSQL finds it by itself.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable


class IndexedTable(BaseTable):
    """A table in a query, read from an index (https://www.sqlite.org/lang_indexedby.html)."""

    def __init__(self, table_name: str, alias: str | None, index: str) -> None:
        super().__init__(table_name, alias)
        self.index = index

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the table's name, with that of the index on SQLite."""
        sql, params = super().as_sql(compiler, connection)
        return (f"{sql} INDEXED BY {self.index}" if connection.vendor == "sqlite" else sql), params

    def relabeled_clone(self, change_map: dict[str | None, str]) -> "IndexedTable":
        """Return it under another alias."""
        return IndexedTable(self.table_name, change_map.get(self.table_alias, self.table_alias), self.index)


def read_from[QuerySetT: models.QuerySet[Any]](index: str, rows: QuerySetT) -> QuerySetT:
    """Return a query whose own table is read from an index; its rows stay the same."""
    found = rows.all()
    alias = found.query.get_initial_alias()
    found.query.alias_map[alias] = IndexedTable(found.model._meta.db_table, alias, index)
    return found
