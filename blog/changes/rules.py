"""Which changes of a table are recorded, and under which subjects. Each app declares those of its own tables in `changes.py`.

A subject is written twice, in Python for who reads and in SQL for the triggers; both stand in the same `changes.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

EVENTS = ("INSERT", "UPDATE", "DELETE")
INSERT, UPDATE, DELETE = EVENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Records subjects when a row changes.

    Args:
        subjects: SQL expressions or whole queries that return subjects; `{row}` is the row as it was or as it is.
        events: what happens to the row.
        columns: those of which one must change in an update; empty for any.
        ignoring: columns whose change alone says nothing to a reader. One of the two, or none.
        condition: SQL about `{row}`, true before or after the change.
    """

    subjects: tuple[str, ...]
    events: tuple[str, ...] = EVENTS
    columns: tuple[str, ...] = ()
    ignoring: tuple[str, ...] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A table that public pages read. Any change of it is recorded under its name; `rules` say what else.

    Args:
        unseen: columns that no public page reads, so that a change of these alone is not recorded at all.
        keys: unique columns. SQLite's REPLACE deletes rows that hold the same without telling their triggers.
    """

    table: str
    rules: tuple[Rule, ...] = ()
    unseen: tuple[str, ...] = ()
    keys: tuple[str, ...] = ("id",)

    @property
    def named_columns(self) -> set[str]:
        """The columns that the rules name."""
        of_rules = (name for rule in self.rules for name in (*rule.columns, *rule.ignoring))
        return {*self.unseen, *self.keys, *of_rules}

    def all_rules(self) -> Iterable[Rule]:
        """Return the rules, that for the whole table first."""
        yield Rule(subjects=(f"'{self.table}'",), ignoring=self.unseen)
        yield from self.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A column that stands in rows of another table too, for an index there; the database keeps the copies in step.

    Whatever a row is stored with, and whoever stores it, it has the value of the row that it names; and where that one changes,
    so does the copy. Python may still name the value, so that a row in memory has it.

    Args:
        source: the table whose `column` is copied, by its `id`.
        target: the table with the copies, in a column of the same name.
        key: the column of `target` that holds the `id`.
    """

    source: str
    column: str
    target: str
    key: str


_COPIED: list[Copied] = []
_TRACKED: dict[str, Tracked] = {}
_TABLES: dict[str, set[str]] = {}  # by the beginnings of the subjects that tell of their changes
_LITERAL = re.compile("'([^']+)'")
# Rows that nobody changes while a site runs; and the record with what was found: who reads these names what they are about.
CONSTANT_TABLES = frozenset({"django_content_type", "changes_change", "changes_finding"})


def track(*tables: Tracked) -> None:
    """Have the changes of tables recorded."""
    for table in tables:
        _TRACKED[table.table] = table
        for subject in (subject for rule in table.rules for subject in rule.subjects):
            _TABLES.setdefault(_LITERAL.findall(subject)[0], set()).add(table.table)


def copy_column(copied: Copied) -> None:
    """Have the copies of a column kept in step."""
    _COPIED.append(copied)


def copied_columns() -> list[Copied]:
    """Return which columns are kept in step."""
    return list(_COPIED)


def tables_of(subjects: Iterable[str]) -> set[str]:
    """Return the tables of whose changes some subjects tell."""
    begins = {"".join(subject.rpartition(":")[:2]) or subject for subject in subjects}
    return {table for begin in begins for table in _TABLES.get(begin, ())}


def tracked() -> list[Tracked]:
    """Return what is recorded, table by table."""
    return [_TRACKED[table] for table in sorted(_TRACKED)]


def is_tracked(table: str) -> bool:
    """Say whether changes of a table reach a page that reads it."""
    return table in _TRACKED or table in CONSTANT_TABLES
