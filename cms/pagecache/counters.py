"""What the page cache has done, counted where a command can read it while the site runs.

Each web process has a file that is mapped into its memory: counting costs no system call, and the figures are those of now.
"""

import mmap
import os
import struct
from collections import Counter
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from django.conf import settings

NAME = "pagecache-{}"


class Miss(StrEnum):
    """Why Django was asked."""

    NOT_KEPT = "the page is never kept"
    ABSENT = "not there: new, changed since, or gone for room"
    CHANGED = "changed while it was rendered"
    STATUS = "not an answer of status 200"
    PRIVATE = "its Cache-Control forbids it"
    ENCODED = "it came encoded"
    FOR_ONE = "it differs by visitor"
    WROTE = "rendering it wrote to the database"
    UNTRACKED = "it reads a table whose changes are not recorded"
    TOO_LARGE = "too large"
    UNREACHABLE = "the database did not answer"


HITS, WAITED, DROPPED, EVICTED, ANSWERS, BYTES = "hits", "waited", "dropped", "evicted", "answers", "bytes"
FIGURES = (HITS, WAITED, DROPPED, EVICTED, ANSWERS, BYTES, *Miss)
_BYTES = 8 * len(FIGURES)


class Counters:
    """Figures of one process. With a folder they stand in a file there, named by the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self._memory = memoryview(bytearray(_BYTES) if folder is None else _mapped(folder)).cast("Q")
        self._place = {name: place for place, name in enumerate(FIGURES)}

    def add(self, figure: str, number: int = 1) -> None:
        """Count something."""
        self._memory[self._place[figure]] += number

    def holds(self, *, answers: int, size: int) -> None:
        """Say how much is kept now."""
        self._memory[self._place[ANSWERS]], self._memory[self._place[BYTES]] = answers, size

    def figures(self) -> dict[str, int]:
        """Return all figures by their names."""
        return dict(zip(FIGURES, self._memory, strict=True))


def folder() -> Path:
    """Return the folder of the processes' files."""
    return Path(settings.GAZETTE_HOME) / "run"


def _mapped(place: Path) -> mmap.mmap:
    place.mkdir(exist_ok=True)
    _read(place)  # clears away what processes left behind that are gone
    path = place / NAME.format(os.getpid())
    path.write_bytes(bytes(_BYTES))
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), _BYTES)


def of_all_processes(place: Path) -> tuple[int, Counter[str]]:
    """Return how many web processes there are, and their figures together."""
    found, total = _read(place), Counter[str]()
    for figures in found:
        total.update(figures)
    return len(found), total


def _read(place: Path) -> list[dict[str, int]]:
    """Return the figures of every process that runs; the files of others are deleted, which several may do at once."""
    found = []
    for path in sorted(place.glob(NAME.format("*"))):
        if not _runs(int(path.name.rpartition("-")[2])):
            path.unlink(missing_ok=True)
            continue
        with suppress(FileNotFoundError):  # the process has ended just now
            content = path.read_bytes()
            if len(content) == _BYTES:  # else it is being made
                found.append(dict(zip(FIGURES, struct.unpack(f"{len(FIGURES)}Q", content), strict=True)))
    return found


def _runs(pid: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(pid, 0)
        except PermissionError:  # another user's
            return True
        return True
    return False
