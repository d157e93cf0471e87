"""All measurements in one table: `make bench`, or `python -m tests.bench [--posts 20000] [--documents 2000] [--save]`.

Each measurement is a module of its own that prints its figures as JSON, run in a process and on a site of its own. A run is
compared with the one that `--save` wrote down on the same machine. With `DATABASE_URL`, an address of a PostgreSQL server's
database, all but pages, serving and growth is measured there.
"""

import os
import subprocess  # nosec: B404
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.bench.figures import Figure, console, heard, save, saved, table_of
from tests.bench.growth import environment

RUN = Path("var/bench.json")
FEW = 1_000  # posts of the small site
# Measurements that need no site: each a module, with what it is told. They take turns in this order.
ALONE = (("importing", ("--documents", "{documents}")),)


def figures(given: Namespace, progress: Console) -> Iterator[Figure]:
    """Yield all figures."""
    for module, arguments in ALONE:
        yield from run(progress, module, *(argument.format(**vars(given)) for argument in arguments))
    with TemporaryDirectory(prefix="gazette-bench-") as folder:
        small, large = f"{folder}/small", f"{folder}/large"
        for site, posts in ((small, FEW), (large, given.posts)):
            yield from run(progress, "kept_site", "--posts", str(posts), "--organizations", str(given.organizations), site=site)
        yield from run(progress, "visiting", site=small)
        yield from run(progress, "serving", site=large)
        yield from run(progress, "growth", small, large)


def run(progress: Console, module: str, *arguments: str, site: str | None = None) -> Iterator[Figure]:
    """Run a measurement, on a site if one is named, and yield its figures as they come."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments, "--json"]
    variables = os.environ if site is None else environment(site)
    with progress.status(f"{module.capitalize().replace('_', ' ')} …"):
        process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own
        with process as running:
            yield from heard(running.stdout or ())
    if process.returncode:
        raise SystemExit(f"tests.bench.{module} ended with status {process.returncode}")


def main() -> None:
    """Measure, print the table, and save the run if asked to."""
    parser = ArgumentParser(description="Measure everything and print one table.")
    parser.add_argument("--posts", type=int, default=20_000, help="of the large site (%(default)s)")
    parser.add_argument("--organizations", type=int, default=100, help="of either site (%(default)s)")
    parser.add_argument("--documents", type=int, default=2_000, help="that are imported (%(default)s)")
    parser.add_argument("--against", type=Path, default=RUN, help="the run to compare with (%(default)s)")
    parser.add_argument("--save", action="store_true", help="write this run down in its place")
    given = parser.parse_args()
    found = list(figures(given, Console(stderr=True)))
    console().print(table_of(found, saved(given.against)))
    if given.save:
        save(found, given.against)
    console().print(f"To repeat: {Path(sys.executable).name} -m tests.bench {' '.join(sys.argv[1:])}".rstrip())


if __name__ == "__main__":
    main()
