"""Brings documents in: finds the files, reads them, and stores what they hold."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from blog.imports.document import Document, DocumentError
from blog.imports.reading import read_all
from blog.imports.report import DocumentReport, Outcome, Report
from blog.imports.sources import find_documents
from blog.imports.storing import ImportOptions, store
from blog.imports.tasks import tell_hub_of_import

DOCUMENTS_A_TRANSACTION = 500  # what a run that is killed may have to do again
# What such a transaction changes finds room in memory (KiB, negative), and what four of them wrote in the log (pages of 4 KiB).
ROOM = {"cache_size": -16_384, "wal_autocheckpoint": 4_096}

__all__ = ["ImportOptions", "import_paths"]


def import_paths(
    paths: Iterable[Path],
    options: ImportOptions,
    *,
    at: datetime,
    on_document: Callable[[DocumentReport], None] = lambda _report: None,
) -> Report:
    """Import every document below the paths and return how many had which outcome.

    They are stored some hundred in a transaction; a document that cannot be read or stored is reported and the others go on.
    However many there are, few are held in memory. A dry run does the same and takes all of it back.

    Args:
        paths: files and folders.
        options: what holds for all documents.
        at: the moment of the import; documents without a date are published then.
        on_document: called with the report of each document, in the order in which they were found.
    """
    report = Report()
    with _room_for_pages(), _no_search_for_garbage(), transaction.atomic() if options.is_dry_run else nullcontext():
        for some in batched(read_all(find_documents(list(paths))), DOCUMENTS_A_TRANSACTION, strict=False):
            with transaction.atomic():
                reports = _store(some, options, at)
            gc.collect()
            for one in reports:
                report.add(one)
                on_document(one)
        if options.is_dry_run:
            transaction.set_rollback(True)
    if settings.WEBSUB_HUB and not options.is_dry_run and report.counts[Outcome.CREATED] + report.counts[Outcome.UPDATED]:
        transaction.on_commit(partial(tell_hub_of_import.enqueue, at.isoformat()))
    return report


@contextmanager
def _room_for_pages() -> Iterator[None]:
    """Let SQLite keep in memory what a transaction changes, and bring its log into the database less often.

    Else it writes pages out before their time and again later, and most of them again for each transaction.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ROOM}
        for name, value in ROOM.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Spare Python the search for garbage in circles, through all that is there before and all that a portion makes.

    Next to none is made; between portions it is searched for, among what is new.
    """
    was_enabled, is_ours = gc.isenabled(), not gc.get_freeze_count()
    gc.disable()
    if is_ours:
        gc.freeze()
    try:
        yield
    finally:
        if is_ours:
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _store(some: Iterable[Document | DocumentError], options: ImportOptions, at: datetime) -> list[DocumentReport]:
    """Store what could be read and return what became of each, in their order."""
    given = list(some)
    stored = store((one for one in given if not isinstance(one, DocumentError)), options, at)
    return [_unread(one) if isinstance(one, DocumentError) else next(stored) for one in given]


def _unread(error: DocumentError) -> DocumentReport:
    return DocumentReport(path=error.path, outcome=Outcome.FAILED, error=str(error))
