"""How fast documents come in: `python -m tests.bench.importing [--documents 20000] [--json]`.

A folder of generated article pages is brought in by the importer as `manage.py import_seed` does it, on an empty site:
reading, sanitizing, first revisions, search index, records of every line, and the triggers that drop kept pages. Memory is
that of the process that stores, a quarter of the way and at the end. With `DATABASE_URL` it runs in a test database of that
server.
"""

import os
import resource
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple, Self

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.utils import timezone  # noqa: E402  # models need what stands above

from blog.imports.importer import ImportOptions, import_paths  # noqa: E402
from blog.imports.report import DocumentReport  # noqa: E402
from tests.bench.figures import Figure, tell  # noqa: E402
from tests.bench.measuring import empty_database  # noqa: E402
from tests.bench.words import Vocabulary  # noqa: E402

FILES_A_FOLDER, ORGANIZATIONS, PARAGRAPHS = 1_000, 50, 3
PAGE = """\
{title}

{text}

Published by {organization}

The {organization} is a non-governmental organization founded in 1998 to study harbours and their towns.

Leave a Reply
"""


def write_documents(folder: Path, count: int) -> None:
    """Write so many article pages of about 150 words, the same each time."""
    random = Random(1)  # noqa: S311  # the same pages each time
    vocabulary = Vocabulary(random)
    for number in range(count):
        path = folder / f"{number // FILES_A_FOLDER:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        text = "\n\n".join(random.choice(vocabulary.paragraphs) for _ in range(PARAGRAPHS))
        organization = f"Institute {int(ORGANIZATIONS * random.random() ** 2)}"
        page = PAGE.format(title=random.choice(vocabulary.titles), text=text, organization=organization)
        path.write_text(page, encoding="utf-8")


class Memory:
    """How much memory this process has after each document of an import."""

    def __init__(self, documents: int) -> None:
        self._every = max(1, documents // 20)
        self.megabytes: list[float] = []
        self._seen = 0

    def look(self, _report: DocumentReport) -> None:
        """Look at every twentieth part of them."""
        self._seen += 1
        if self._seen % self._every == 0:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            self.megabytes.append(pages * resource.getpagesize() / 2**20)


class Computed(NamedTuple):
    """How many seconds of a processor this process has taken, which stores, and those that it has ended, which read."""

    storing: float
    reading: float

    @classmethod
    def by_now(cls) -> Self:
        """Return what they have taken until now."""
        times = os.times()
        return cls(times.user + times.system, times.children_user + times.children_system)


def measure(documents: int) -> Iterator[Figure]:
    """Yield the figures of an import."""
    with empty_database(), TemporaryDirectory(prefix="gazette-bench-") as name:
        write_documents(Path(name), documents)
        memory, before = Memory(documents), Computed.by_now()
        started = perf_counter()
        report = import_paths([Path(name)], ImportOptions(), at=timezone.now(), on_document=memory.look)
        taken, after = perf_counter() - started, Computed.by_now()
        storing, reading = (1000 * (end - begin) / documents for begin, end in zip(before, after, strict=True))
        if report.counts["created"] != documents:
            raise RuntimeError(report.counts)
        yield Figure("import", f"{documents:,} documents", documents / taken, "posts/s", more_is_better=True)
        yield Figure("import", "processor time of a document", storing + reading, "ms")
        yield Figure("import", "of it in the process that stores", storing, "ms")
        yield Figure("import", "of it in those that read, with their beginning", reading, "ms")
        yield Figure("import", "memory, a quarter of the way", memory.megabytes[len(memory.megabytes) // 4 - 1], "MB")
        yield Figure("import", "memory at the end", memory.megabytes[-1], "MB")


def main() -> None:
    """Measure what the command line says."""
    parser = ArgumentParser(description="Measure how fast documents come in.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tell(measure(given.documents), is_json=given.json)


if __name__ == "__main__":
    main()
