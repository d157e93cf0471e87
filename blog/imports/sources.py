"""Finds the documents below the paths that somebody names."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from blog.imports.document import DocumentError
from blog.imports.readers import READABLE_SUFFIXES, reader_for

_PROJECT = f"{settings.BASE_DIR}{os.sep}"


def find_documents(paths: Sequence[Path]) -> Iterator[Path | DocumentError]:
    """Yield each readable file once, in the order of the paths and by name within a folder; what cannot be used is an error.

    A file that is named itself must be readable; in a folder, files of other kinds and hidden ones are passed over.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path):
            if isinstance(found, DocumentError):
                yield found
            elif len(paths) == 1 and not found.is_symlink():
                yield found  # nothing else leads to it, so a folder of any size needs no memory
            elif (resolved := found.resolve()) not in seen:
                seen.add(resolved)
                yield found


def _below(path: Path) -> Iterator[Path | DocumentError]:
    suffixes = ", ".join(READABLE_SUFFIXES)
    try:
        if path.is_dir():
            files = _files_in(path, path.resolve())
            first = next(files, None)
            if first is None:
                yield DocumentError(str(path), None, "no documents in this folder", f"put files there that end in {suffixes}")
            else:
                yield first
            yield from files
        elif not path.exists():
            yield DocumentError(str(path), None, "no such file or folder", "check the path")
        elif reader_for(path) is None:
            yield DocumentError(str(path), None, "no reader for this kind of file", f"name files that end in {suffixes}")
        else:
            yield path
    except OSError as error:
        yield DocumentError(str(path), None, f"cannot be read ({error.strerror})", "check its permissions")


def _files_in(folder: Path, top: Path) -> Iterator[Path]:
    """Yield the documents of a folder and of those in it; a link to a document below the top is passed over for that one."""
    with os.scandir(folder) as entries:
        found = sorted(
            (entry.name, entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False))
            for entry in entries
            if not entry.name.startswith(".")
        )
    for name, is_folder, is_file in found:
        path = folder / name
        if is_folder:
            yield from _files_in(path, top)
        elif reader_for(path) is not None and (is_file or _leads_to_another(path, top)):
            yield path


def _leads_to_another(path: Path, top: Path) -> bool:
    """Say whether a path is a link to a file that is not found itself."""
    return path.is_file() and not _is_found_itself(path.resolve(), top)


def _is_found_itself(file: Path, top: Path) -> bool:
    """Say whether a file is a document of a folder whose documents are all found."""
    if not file.is_relative_to(top) or reader_for(file) is None:
        return False
    return not any(part.startswith(".") for part in file.relative_to(top).parts)


def source_id_of(path: str, folders: dict[str, str]) -> str:
    """Return the name by which a file is known again: relative to the project inside it, absolute elsewhere.

    `folders` are those of files before it, each with where it really is; its own is added.
    """
    if os.path.islink(path):  # noqa: PTH114  # here and below pathlib takes three times as long, and there are many files
        return os.path.realpath(path).removeprefix(_PROJECT)
    folder, name = os.path.split(path)
    if (real := folders.get(folder)) is None:
        real = folders[folder] = os.path.realpath(folder)
    return os.path.join(real, name).removeprefix(_PROJECT)  # noqa: PTH118  # as above
