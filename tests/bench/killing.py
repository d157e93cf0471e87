"""Kills web processes with -9 while guests reply, and counts what came of it: `python -m tests.bench.killing [ROUNDS]` (20).

With `DATABASE_URL` the site has a database of its own on that server.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from rich.console import Console  # noqa: E402  # models need what stands above

from tests.cms.databases import own_database, prompt  # noqa: E402
from tests.cms.killing import kill_again_and_again  # noqa: E402
from tests.cms.serving import fill, served, set_up  # noqa: E402

ROUNDS = 20


def main() -> int:
    """Print the counts; the status is 1 where anything was lost or doubled."""
    rounds, console = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, Console()
    with TemporaryDirectory() as folder, own_database(Path(folder)) as url, console.status("Killing …"):
        home = Path(folder)
        set_up(home, DATABASE_URL=url)
        fill(home, DATABASE_URL=url)
        with served(home, DATABASE_URL=url) as site, prompt(url) as execute:
            outcome = kill_again_and_again(site, execute, home / "mail", rounds=rounds)
    console.print(str(outcome))
    return int(any((outcome.lost, outcome.doubled_rows, outcome.missing_mails, outcome.doubled_mails)))


if __name__ == "__main__":
    sys.exit(main())
