"""Where the files of the shelf lie in the site's storage, and how they come there.

Files know no transactions. So a file is there before the row that names it, and goes once no row does; should the process
end in between, a file stays that nothing names, and housekeeping removes it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from blog.imaging.encoding import Format
from blog.media.models import Document, Image
from blog.storage import files as storage

IMAGES, DOCUMENTS = "images", "documents"


def hash_of(content: bytes) -> str:
    """Return what a file is recognized by (SHA-256)."""
    return hashlib.sha256(content).hexdigest()


def path_of_image(image: Image, rendition: tuple[int, Format] | None = None) -> str:
    """Return where the file of an image lies, or its rendition of a width and format."""
    if rendition is None:
        return f"{folder_of(image)}/{image.content_hash}.{image.file_format}"
    width, file_format = rendition
    return f"{folder_of(image)}/{image.content_hash}-{width}.{file_format}"


def path_of_document(document: Document) -> str:
    """Return where the file of a document lies."""
    return f"{folder_of(document)}/{document.content_hash}.pdf"


def folder_of(row: Image | Document) -> str:
    """Return the folder that holds all files of an image or a document."""
    return f"{IMAGES if isinstance(row, Image) else DOCUMENTS}/{row.key}"


def paths_of_image(image: Image) -> list[str]:
    """Return where the file of an image and its renditions lie."""
    renditions = [(width, file_format) for width in image.widths for file_format in formats_of(image)]
    return [path_of_image(image), *(path_of_image(image, rendition) for rendition in renditions)]


def paths_of(row: Image | Document) -> list[str]:
    """Return where everything lies that belongs to a row."""
    return paths_of_image(row) if isinstance(row, Image) else [path_of_document(row)]


def formats_of(image: Image) -> tuple[Format, ...]:
    """Return the formats of an image's renditions, the best first; the last works everywhere."""
    return (Format.AVIF, Format.WEBP, image.file)


def store(path: str, content: bytes) -> None:
    """Store a file; its name says what is in it, so one that is there already is the same."""
    if not default_storage.exists(path):
        storage.store(path, content)


@contextmanager
def stored(path: str, content: bytes) -> Iterator[None]:
    """Store a file, and remove it again when what is done meanwhile fails."""
    with ExitStack() as undo:
        if not default_storage.exists(path):
            undo.callback(storage.remove, path)
            storage.store(path, content)
        yield
        undo.pop_all()


def remove_on_commit(paths: Iterable[str]) -> None:
    """Delete files once the transaction is through; those that are gone already are no error."""
    for path in paths:
        transaction.on_commit(partial(storage.remove, path))
