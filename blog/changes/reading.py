"""What a page that is being rendered depends on.

While a `Reading` is active, every statement is looked at. What it reads of a table counts as the whole of that table, so a
page that says nothing of itself is dropped too often, never too late. Code that knows better says so:

    with narrowed() as on:
        post = …
        on(subject_of_post(post))

Then what is read inside, of tables of whose changes these subjects tell, depends on them alone; a table that somebody joins
without naming a subject of it still counts as a whole. Without a page being kept, all this does nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connections

from blog.changes.rules import tables_of

type Mark = Callable[..., None]

# Whatever follows FROM and JOIN, also where several are listed.
_TABLES = re.compile(r'\b(?:FROM|JOIN)\s+((?:[\w".]+(?:\s+(?:AS\s+)?[\w"]+)?\s*,\s*)*[\w".]+)', re.IGNORECASE)
# What a statement names for itself (WITH … AS): what such a table is made of is found by the above.
_OWN_NAMES = re.compile(
    r'(?:\bWITH(?:\s+RECURSIVE)?|,)\s+"?(\w+)"?\s*(?:\([^()]*\))?\s+AS\s+(?:(?:NOT\s+)?MATERIALIZED\s+)?\(', re.IGNORECASE
)
_READS = ("SELECT", "WITH", "(")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "TRUNCATE", "COPY")
_WRITES_INSIDE = re.compile(r"\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b", re.IGNORECASE)
_active: ContextVar["Reading | None"] = ContextVar("reading", default=None)


class Reading:
    """What was read in one rendering: `subjects` and whole `tables`; whether anything was written; until when it holds."""

    def __init__(self) -> None:
        self.subjects: set[str] = set()
        self.tables: set[str] = set()
        self.has_written = False
        self.until: datetime | None = None

    @contextmanager
    def active(self) -> Iterator[None]:
        """Look at every statement of this thread."""
        token = _active.set(self)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self._look_at))
            try:
                yield
            finally:
                _active.reset(token)

    def _look_at(self, execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        tables, writes = _looked_at(sql)
        self.tables |= tables
        self.has_written |= writes
        return execute(sql, *others)


@lru_cache(maxsize=1024)
def _looked_at(sql: str) -> tuple[frozenset[str], bool]:
    """Return the tables that a statement reads, and whether it writes."""
    begin = sql.lstrip()[:8].upper()
    writes = begin.startswith(_WRITES) or bool(_WRITES_INSIDE.search(sql))
    if not begin.startswith(_READS):
        return frozenset(), writes
    names: set[str] = set()
    for listed in _TABLES.findall(sql):
        names |= {part.split()[0].rpartition(".")[2].strip('"') for part in listed.split(",")}
    if begin.startswith("WITH"):
        names -= set(_OWN_NAMES.findall(sql))
    return frozenset(names), writes


@contextmanager
def narrowed() -> Iterator[Mark]:
    """Let what is read inside count as the subjects that are named inside; where none is, it counts as the whole tables."""
    reading = _active.get()
    if reading is None:
        yield _ignore
        return
    outside, subjects, told = reading.tables, set[str](), set[str]()
    reading.tables = set()
    try:
        yield lambda *named: subjects.update(named)
        told = tables_of(subjects)
    finally:
        reading.subjects |= subjects
        reading.tables = outside | (reading.tables - told)


def holds_until(moment: datetime) -> None:
    """Say that what is shown changes at a moment although nothing is written then."""
    reading = _active.get()
    if reading is not None:
        reading.until = moment if reading.until is None else min(moment, reading.until)


def _ignore(*_named: str) -> None:
    """Take note of nothing."""
