"""Reads files into documents, several processes at once where there are many files. It knows no database."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import batched, chain
from multiprocessing import get_context
from pathlib import Path

from blog.imports.document import Document, DocumentError
from blog.imports.readers import reader_for

FILES_A_TASK = 100
TASKS_AHEAD = 4  # for each process: read and not stored yet
YIELDING = 5  # how much the processes that read give way (nice): the one that stores takes longer, and they have a lead

type Found = Path | DocumentError  # a file, or why there is none
type Read = list[Document | DocumentError]


def read_all(found: Iterable[Found]) -> Iterator[Document | DocumentError]:
    """Yield what the files hold, in their order; of one that cannot be read, why."""
    tasks = batched(found, FILES_A_TASK, strict=False)
    first, second = next(tasks, ()), next(tasks, ())
    processes = os.cpu_count() or 1
    if not second or processes == 1:
        yield from chain.from_iterable(map(read_some, chain([first, second], tasks)))
    else:
        yield from _read_beside(chain([first, second], tasks), processes)


def read_some(found: Iterable[Found]) -> Read:
    """Return what some files hold."""
    return [document for file in found for document in _read(file)]


def _read_beside(tasks: Iterable[tuple[Found, ...]], processes: int) -> Iterator[Document | DocumentError]:
    """Yield what the files hold while others are read, never many more than are taken."""
    ahead: deque[Future[Read]] = deque()
    # Begun anew and not forked: what this process has open, such as the database, is no other one's.
    with ProcessPoolExecutor(processes, get_context("spawn"), os.nice, (YIELDING,)) as pool:
        for task in tasks:
            ahead.append(pool.submit(read_some, task))
            if len(ahead) > processes * TASKS_AHEAD:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _read(file: Found) -> Iterator[Document | DocumentError]:
    if isinstance(file, DocumentError):
        yield file
        return
    reader = reader_for(file)
    try:
        if reader is not None:
            yield from reader(file)
    except DocumentError as error:
        yield error
