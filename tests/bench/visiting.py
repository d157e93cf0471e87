"""What every type of page costs: `python -m tests.bench.visiting [--rounds 15] [--json]`, on a site that `kept_site` made.

A page is asked for through all middleware, compressed, uncached, one request after another in one process.
"""

import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from statistics import median
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.core.cache import cache  # noqa: E402  # models need what stands above
from django.db import connections, transaction  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.pages import PageType, admin_pages, list_of_ten, public_pages  # noqa: E402

ROUNDS = 15
ADMIN_PAGES = {"admin, posts, owner", "admin, posts, superuser"}
LATE = 0.99  # the share of requests that are answered within p99


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page costs: the time of each request, and the least that one took.

    On SQLite the latter is the processor's time: the database works in this process, and others take none of it.
    """

    seconds: list[float]
    least: float
    queries: int
    size: int

    def figure(self, page: PageType) -> Figure:
        """Return it as requests a second, with the rest beside them."""
        ordered = sorted(self.seconds)
        late = ordered[min(len(ordered) - 1, int(LATE * len(ordered)))]
        times = {"least": self.least, "p50": median(ordered), "p99": late}
        told = ", ".join(f"{name} {1000 * taken:.2f} ms" for name, taken in times.items())
        note = f"{told}, {self.queries} queries, {self.size:,} bytes"
        return Figure("pages", page.name, 1 / median(ordered), "requests/s", more_is_better=True, note=note)


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the statements that are made inside, by database."""
    made = Counter[str]()

    def count(execute: Callable[..., Any], *statement: Any) -> Any:
        made[statement[-1]["connection"].alias] += 1
        return execute(*statement)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        yield made


def visit(page: PageType, rounds: int) -> Visit:
    """Ask for a page some times, after once to make things ready."""
    client = page.client()
    page.load(client)
    with counting() as queries:
        size = page.load(client)
    seconds, least = [], []
    clock = process_time if connections["default"].vendor == "sqlite" else perf_counter
    for _round in range(rounds):
        started, begun = perf_counter(), clock()
        page.load(client)
        seconds.append(perf_counter() - started)
        least.append(clock() - begun)
    return Visit(seconds, min(least), queries.total(), size)


def pages() -> Iterator[PageType]:
    """Yield the types of public pages, and the list of posts in the admin as members and as superusers see it."""
    return chain(public_pages(), (page for page in admin_pages() if page.name in ADMIN_PAGES), [list_of_ten()])


def measure(rounds: int) -> Iterator[Figure]:
    """Yield the figures of all pages; what asking for them has stored is taken back."""
    setup_test_environment(debug=False)
    with transaction.atomic():
        for page in pages():
            cache.clear()  # no limit of requests is to be reached
            yield visit(page, rounds).figure(page)
        transaction.set_rollback(True)


def main() -> None:
    """Measure what the command line says."""
    parser = ArgumentParser(description="Measure what every type of page costs.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tell(measure(given.rounds), is_json=given.json)


if __name__ == "__main__":
    main()
