"""How much longer a page takes on a large site than on a small one: `python -m tests.bench.growth SMALL LARGE`.

Both were made by `kept_site`; each is named by its folder, or by the address of its PostgreSQL database. Every type of public
page and the list of posts in the admin is asked for on either by turns, each time in a process of its own, and the fastest
request counts: what else the machine does can only add to it.
"""

import os
import subprocess  # nosec: B404
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from statistics import median

from tests.bench.figures import Figure, heard, tell

MOST = 1.5  # the large site's time, as a multiple of the small one's
TURNS, ROUNDS = 2, 7


def measure(small: str, large: str, *, turns: int = TURNS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Yield the ratio of each type of page."""
    found: dict[str, tuple[list[float], list[float]]] = {}
    for _turn in range(turns):
        for side, site in enumerate((small, large)):
            for figure in visited(site, rounds):
                found.setdefault(figure.name, ([], []))[side].append(_least(figure))
    both = {name: (min(few), min(many)) for name, (few, many) in found.items() if few and many}
    for name, (few, many) in both.items():
        yield Figure("growth", name, many / few, "times", limit=MOST, note=f"{few:.1f} ms, {many:.1f} ms")
    yield Figure("growth", "median of all pages", median(many / few for few, many in both.values()), "times", limit=MOST)


def _least(figure: Figure) -> float:
    """Return how long the fastest request took, in milliseconds."""
    return float(figure.note.split()[1])


def visited(site: str, rounds: int) -> list[Figure]:
    """Return what the pages of a site cost, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.visiting", "--json", "--rounds", str(rounds)]
    done = subprocess.run(command, env=environment(site), capture_output=True, text=True, check=False)  # noqa: S603  # our own
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(heard(done.stdout.splitlines()))


def environment(site: str) -> dict[str, str]:
    """Return the environment in which a benchmark measures a site."""
    if "://" in site:
        return os.environ | {"DATABASE_URL": site}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"BENCH_HOME": site}


def main() -> None:
    """Compare the sites that the command line names."""
    parser = ArgumentParser(description="Compare what pages take on a large site with what they take on a small one.")
    parser.add_argument("small", help="a folder, or postgres://…")
    parser.add_argument("large", help="as above")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tell(measure(given.small, given.large, turns=given.turns), is_json=given.json)


if __name__ == "__main__":
    main()
