"""Readers, one per format: each turns a file into documents and knows no database."""

from pathlib import Path

from blog.imports.document import Reader
from blog.imports.readers.text import read_text

_READERS: dict[str, Reader] = {".txt": read_text, ".text": read_text}
READABLE_SUFFIXES = tuple(_READERS)


def reader_for(path: Path) -> Reader | None:
    """Return the reader of a file, chosen by the end of its name; None when there is none."""
    return _READERS.get(path.suffix.lower())
