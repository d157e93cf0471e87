"""What queries read: on PostgreSQL rows (EXPLAIN ANALYZE), on SQLite the steps of their programs, some twenty a row.

Neither depends on what else the machine does.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

BIG = 10_000  # rows: a table that holds more is never read from end to end
# That one query may read. The archive counts up to 200 posts of each month, and a file of the sitemap has 10,000 addresses.
MOST = {"postgresql": 50_000, "sqlite": 1_500_000}
STEPS_A_LOOK = 100
BY_INDEX = re.compile(" USING | VIRTUAL TABLE INDEX ")
READS = ("SELECT", "WITH", "(")


@dataclass(slots=True)
class Looked:
    """How many queries were made, what they have read together, and which read too much."""

    queries: int = 0
    read: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, sql: str, read: int, scans: list[str]) -> None:
        """Add a query. What has read less than a big table has rows has walked along one and stopped, as along an index."""
        self.read += read
        scans = scans if read > BIG else []
        if scans or read > MOST[connection.vendor]:
            self.faults.append(f"{read:,} read{''.join(f'; {scan}' for scan in scans)}: {sql}")


def big_tables() -> set[str]:
    """Return the tables that are not to be read from end to end."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = set()
        for name in names:
            cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{name}" LIMIT {BIG + 1}) AS counted')  # noqa: S608  # names of tables
            found.update([name] if cursor.fetchone()[0] > BIG else [])
        return found


@contextmanager
def looking(big: set[str]) -> Iterator[Looked]:
    """Look at each query that is made inside; the big tables are those that may not be read from end to end."""
    found = Looked()
    look = _postgresql if connection.vendor == "postgresql" else _sqlite

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, *others: Any) -> Any:
        found.queries += 1
        result = execute(sql, params, *others)
        if sql.lstrip().startswith(READS) and "FOR UPDATE" not in sql:
            read, scans = look(sql, params, big)
            found.add(sql, read, scans)
        return result

    with connection.execute_wrapper(wrapper):
        yield found


def _sqlite(sql: str, params: Any, big: set[str]) -> tuple[int, list[str]]:
    """Return how many steps a query takes until its last row, and which big tables its plan reads from end to end."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += STEPS_A_LOOK
        return 0

    cursor, database = connection.create_cursor(), connection.connection
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
    plan = [row[-1] for row in cursor.fetchall()]
    database.set_progress_handler(count, STEPS_A_LOOK)
    cursor.execute(sql, params)
    cursor.fetchall()
    database.set_progress_handler(None, STEPS_A_LOOK)
    cursor.close()
    return steps, [line for line in plan if line.startswith("SCAN") and line.split()[1] in big and not BY_INDEX.search(line)]


def _postgresql(sql: str, params: Any, big: set[str]) -> tuple[int, list[str]]:
    """Return how many rows a query reads of tables and indexes, and which big tables it reads from end to end."""
    cursor = connection.create_cursor()
    cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
    (answer,) = cursor.fetchone()
    cursor.close()
    plan = answer if isinstance(answer, list) else json.loads(answer)
    nodes = list(_nodes(plan[0]["Plan"]))
    read = sum(_rows(node) for node in nodes if "Scan" in node["Node Type"])
    seq_scans = (node for node in nodes if node["Node Type"] == "Seq Scan" and node["Actual Loops"])
    scanned = [node for node in seq_scans if node.get("Relation Name") in big]
    return read, [f"Seq Scan of {node['Relation Name']}" for node in scanned]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _rows(node: dict[str, Any]) -> int:
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])
