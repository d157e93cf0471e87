"""Measuring the same thing done to something small and to something large, and saying what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases
from rich.table import Table

ROUNDS = 31

type Action = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One thing done to something small and to something large, and the most that the large one may cost.

    `undo` is done after each round, outside the time that is taken.
    """

    name: str
    small: Action
    large: Action
    queries: int
    milliseconds: int | None = None
    rounds: int = ROUNDS
    undo: Action = lambda: None


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What an action costs."""

    milliseconds: float
    queries: int


@contextmanager
def empty_database() -> Iterator[None]:
    """Make a database with all tables, beside the site's own; at the end it is gone."""
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)


def measure(case: Case) -> tuple[Cost, Cost]:
    """Return what the small and the large one cost: the queries of one round, and the median of the time of all others.

    They take turns, so that what else the machine does burdens both alike.
    """
    actions = (case.small, case.large)
    queries = [_count_queries(action, case) for action in actions]
    times: list[list[float]] = [[], []]
    for _round in range(case.rounds):
        for action, taken in zip(actions, times, strict=True):
            started = perf_counter()
            action()
            taken.append((perf_counter() - started) * 1000)
            case.undo()
    small, large = (Cost(milliseconds=median(taken), queries=count) for taken, count in zip(times, queries, strict=True))
    return small, large


def _count_queries(action: Action, case: Case) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    count = len(queries)  # before the next request empties the log
    case.undo()
    return count


def new_table(title: str, small: str, large: str) -> Table:
    """Return an empty table for the rows of `add_row`."""
    table = Table(title=title)
    table.add_column("")
    for column in (small, large, "ratio", "queries"):
        table.add_column(column, justify="right")
    table.add_column("bar")
    return table


def add_row(table: Table, case: Case) -> None:
    """Measure a case and write down what it cost, and whether it keeps below its bar."""
    small, large = measure(case)
    bars = [f"≤ {case.queries} queries"] + ([f"< {case.milliseconds} ms"] if case.milliseconds else [])
    is_kept = large.queries <= case.queries and large.milliseconds < (case.milliseconds or float("inf"))
    table.add_row(
        case.name,
        f"{small.milliseconds:.1f} ms",
        f"{large.milliseconds:.1f} ms",
        f"{large.milliseconds / small.milliseconds:.2f}",
        str(large.queries) if large.queries == small.queries else f"{small.queries}, {large.queries}",
        f"[{'green]kept' if is_kept else 'bold red]MISSED'}[/] {', '.join(bars)}",
    )
