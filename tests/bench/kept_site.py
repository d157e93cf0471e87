"""Makes a site to measure and keeps it: `python -m tests.bench.kept_site --posts 1000000 --comments 5000000`.

It is kept in the folder `BENCH_HOME`, or in the empty database that `DATABASE_URL` names. The other benchmarks measure it
when they are given the same.
"""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  # models need what stands above
from django.utils import timezone  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402

from blog.posts.archive import keep_counts  # noqa: E402
from blog.posts.files import keep_files  # noqa: E402
from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.large_site import LargeSite  # noqa: E402
from tests.bench.loading import ROWS_A_STATEMENT  # noqa: E402


def make(console: Console, *, posts: int, comments: int, organizations: int) -> Iterator[Figure]:
    """Make the site, and yield how fast its rows were stored and how long its indexes took."""
    call_command("migrate", verbosity=0)
    site = LargeSite(organizations=organizations, comments_a_post=comments / posts)
    started = perf_counter()
    stored = started
    for _count in track(site.grow(posts), "Storing …", -(-posts // ROWS_A_STATEMENT), console=console, transient=True):
        stored = perf_counter()
    taken = max(stored - started, 0.001)
    indexed = perf_counter() - stored
    keep_files(at=timezone.now())  # as every hour
    keep_counts(at=timezone.now())
    note = f"with {site.comments:,} comments, {site.rows / taken:,.0f} rows/s, then indexed in {indexed:.0f} s"
    yield Figure("generator", f"{posts:,} posts", posts / taken, "posts/s", more_is_better=True, note=note)


def main() -> None:
    """Make what the command line says."""
    parser = ArgumentParser(description="Make a site to measure, and keep it.")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--comments", type=int, default=None, help="five a post, if nothing is said")
    parser.add_argument("--organizations", type=int, default=1_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    comments = 5 * given.posts if given.comments is None else given.comments
    made = make(Console(stderr=True), posts=given.posts, comments=comments, organizations=given.organizations)
    tell(made, is_json=given.json)


if __name__ == "__main__":
    main()
