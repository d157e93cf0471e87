"""What a search costs on a site of 1,000 posts and of more: `python -m tests.bench.finding [POSTS …]` (1000 20000 100000).

Each size is reached by adding posts to the one before it, on an empty site made for it. A page is asked for through all
middleware, uncached. With `DATABASE_URL` it runs in a test database of that server.
"""

import os
import sys
from statistics import median
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.db import connection  # noqa: E402  # models need what stands above
from django.test import Client  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402
from rich.table import Table  # noqa: E402

from tests.bench.large_site import LargeSite  # noqa: E402
from tests.bench.loading import ROWS_A_STATEMENT  # noqa: E402
from tests.bench.measuring import ROUNDS, empty_database  # noqa: E402

SIZES = (1_000, 20_000, 100_000)


def searches(site: LargeSite) -> dict[str, str]:
    """Return what is asked for, by what it shows."""
    common, frequent, rare = site.words[0], site.words[100], site.words[30_000]
    return {
        "A common word": f"/search/?q={common}",
        "Two common words": f"/search/?q={common}+{site.words[3]}",
        "A common word that goes on": f"/search/?q={common[:4]}",
        "Three letters of a word": f"/search/?q={common[:3]}&fragment=1",
        "A frequent word": f"/search/?q={frequent}",
        "A rare word": f"/search/?q={rare}",
        "A phrase": f"/search/?q=%22{common}+{site.words[1]}%22",
        "A common word of an organization": f"/search/?q={common}&organization=institute-49",
        "A common word of a category": f"/search/?q={common}&category=section-11",
        "A common word of a rare tag": f"/search/?q={common}&tag=subject-199",
        "A common word of a year": f"/search/?q={common}&year=2013",
        "A slip of the hand": f"/search/?q={frequent}q",
        "The archive": "/archive/",
        "The tags": "/tags/",
        "Nothing at an address": f"/{frequent}-{common}/",
    }


def milliseconds(address: str) -> float:
    """Return the median of the time that a page takes."""
    client, taken = Client(), []
    for _round in range(ROUNDS):
        started = perf_counter()
        client.get(address)
        taken.append((perf_counter() - started) * 1000)
    return median(taken)


def main() -> None:
    """Print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    console, rows = Console(), dict[str, list[float]]()
    with empty_database():
        site = LargeSite()
        for size in sizes:
            batches = -(-(size - site.count) // ROWS_A_STATEMENT)
            started = perf_counter()
            for _count in track(site.grow(size), f"{size:,} posts …", total=batches, console=console, transient=True):
                pass
            console.print(f"{size:,} posts: stored and indexed in {perf_counter() - started:.0f} s")
            for name, address in searches(site).items():
                rows.setdefault(name, []).append(milliseconds(address))
    table = Table(title=f"A search page, {connection.vendor}")
    for column in ("", *(f"{size:,}" for size in sizes), "ratio"):
        table.add_column(column, justify="right" if column else "left")
    for name, taken in rows.items():
        table.add_row(name, *(f"{each:.1f} ms" for each in taken), f"{taken[-1] / taken[0]:.2f}")
    console.print(table)


if __name__ == "__main__":
    main()
