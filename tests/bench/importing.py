"""How fast documents come in: `python -m tests.bench.importing [--documents 20000] [--json]`.

A folder of generated article pages is brought in by the importer as `manage.py import_seed` does it, on an empty site:
reading, sanitizing, first revisions, search index, records of every line, and the triggers that drop kept pages. Memory is
that of the process that stores, a quarter of the way and at the end. With `DATABASE_URL` it runs in a test database of that
server.
"""

import os
from argparse import ArgumentParser

import django


def main() -> None:
    """Measure what the command line says.

    The processes that read begin with this module, as in an import with `manage.py`: so it loads no model by itself.
    """
    parser = ArgumentParser(description="Measure how fast documents come in.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from tests.bench.documents import measure  # noqa: PLC0415  # models need the settings
    from tests.bench.figures import tell  # noqa: PLC0415  # as above

    tell(measure(given.documents), is_json=given.json)


if __name__ == "__main__":
    main()
