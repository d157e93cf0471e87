"""Bringing the files of a folder into a bucket."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import batched
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

AT_ONCE = 8  # most of the time is spent waiting for the bucket
FILES_A_PORTION = 500


def copy(folder: Path, storage: Storage, *, dry_run: bool = False) -> Iterator[tuple[str, bool]]:
    """Copy each file of a folder, and yield its path below it, and whether it was copied or is there in this size already.

    Raises:
        StorageAwayError: when the bucket does not take one; those before it are there.
        OSError: when one cannot be read.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for some in batched(paths, FILES_A_PORTION, strict=False):
            yield from threads.map(partial(_copy, folder, storage, dry_run=dry_run), some)


def _copy(folder: Path, storage: Storage, path: Path, *, dry_run: bool) -> tuple[str, bool]:
    name = path.relative_to(folder).as_posix()
    try:
        is_new = storage.size(name) != path.stat().st_size
    except FileNotFoundError:
        is_new = True
    if is_new and not dry_run:
        storage.save(name, ContentFile(path.read_bytes()))
    return name, is_new
