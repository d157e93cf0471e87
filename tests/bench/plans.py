"""That no page reads a big table through: `python -m tests.bench.plans [--json]`, on a site that `kept_site` made.

Every type of page is asked for, public or of the admin, and each of its queries is looked at. Ends with status 1 where one
reads too much, and says which.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  # models need what stands above
from django.test.utils import setup_test_environment  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402

from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.looking import big_tables, looking  # noqa: E402
from tests.bench.pages import PageType, admin_pages, public_pages  # noqa: E402

UNIT = {"postgresql": "rows", "sqlite": "steps"}


def figures(console: Console, faults: list[str]) -> Iterator[Figure]:
    """Yield what each type of page reads; what is wrong is added to the faults."""
    big, pages = big_tables(), [*public_pages(), *admin_pages()]
    for page in track(pages, "Looking …", console=console, transient=True):
        read, found = _read(page, big)
        faults += [f"{page.name} ({page.address}): {fault}" for fault in found]
        yield Figure("plans", page.name, read, UNIT[connection.vendor])


def _read(page: PageType, big: set[str]) -> tuple[int, list[str]]:
    """Return what the queries of a page read, and which read too much; the second time, when nothing has to be made ready."""
    client = page.client()
    page.load(client)
    with looking(big) as found:
        page.load(client)
    return found.read, found.faults


def main() -> None:
    """Look at every type of page."""
    parser = ArgumentParser(description="Look at what the queries of every type of page read.")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    setup_test_environment(debug=False)
    faults: list[str] = []
    with transaction.atomic():
        tell(figures(Console(stderr=True), faults), is_json=given.json)
        transaction.set_rollback(True)
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201  # for who has asked
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
