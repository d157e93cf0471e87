"""Finds the documents below the paths that somebody names."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from blog.imports.document import DocumentError
from blog.imports.readers import READABLE_SUFFIXES, reader_for


def find_documents(paths: Iterable[Path]) -> Iterator[Path | DocumentError]:
    """Return each readable file once, in the order of the paths and by name within a folder; what cannot be used is an error.

    A file that is named itself must be readable; in a folder, files of other kinds and hidden ones are passed over.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path):
            if isinstance(found, DocumentError):
                yield found
            elif (resolved := found.resolve()) not in seen:
                seen.add(resolved)
                yield found


def _below(path: Path) -> Iterator[Path | DocumentError]:
    suffixes = ", ".join(READABLE_SUFFIXES)
    try:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if _is_document(file, path))
            if not files:
                yield DocumentError(str(path), None, "no documents in this folder", f"put files there that end in {suffixes}")
            yield from files
        elif not path.exists():
            yield DocumentError(str(path), None, "no such file or folder", "check the path")
        elif reader_for(path) is None:
            yield DocumentError(str(path), None, "no reader for this kind of file", f"name files that end in {suffixes}")
        else:
            yield path
    except OSError as error:
        yield DocumentError(str(path), None, f"cannot be read ({error.strerror})", "check its permissions")


def _is_document(file: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not is_hidden and file.is_file() and reader_for(file) is not None


def source_id_of(path: str) -> str:
    """Return the name by which a file is known again: relative to the project inside it, absolute elsewhere."""
    resolved = Path(path).resolve()
    if resolved.is_relative_to(settings.BASE_DIR):
        return resolved.relative_to(settings.BASE_DIR).as_posix()
    return resolved.as_posix()
