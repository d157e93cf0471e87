"""What the database says of a query: by which steps it answers, and how many it takes. On SQLite."""

from typing import Any

from django.db import connection

STEPS_A_LOOK = 10


def plan_of(statement: str, values: Any = None) -> list[tuple[int, str]]:
    """Return the steps of a query, each with the number of the one that it is a part of, 0 for the query itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        return [(parent, step) for _number, parent, _unused, step in cursor.fetchall()]


def sorted_in(plan: list[tuple[int, str]]) -> list[int]:
    """Return the parts of a query that sort their rows."""
    return [parent for parent, step in plan if "TEMP B-TREE" in step]


def steps_of(statement: str, values: Any = None) -> int:
    """Return how many steps of its program a query takes until its last row, to the nearest ten."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += STEPS_A_LOOK
        return 0

    with connection.cursor() as cursor:
        connection.connection.set_progress_handler(count, STEPS_A_LOOK)
        cursor.execute(statement, values)
        cursor.fetchall()
        connection.connection.set_progress_handler(None, STEPS_A_LOOK)
    return steps
