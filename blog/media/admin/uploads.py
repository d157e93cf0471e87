"""Taking uploaded files, one by one: what is refused does not keep back the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from blog.imaging.errors import PictureError
from blog.media.errors import AlreadyThereError, ShelfError
from blog.media.names import plain_name
from blog.storage.errors import StorageAwayError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: a row, new or found again, or the reason why it was refused."""

    name: str
    row: Any = None
    is_new: bool = False
    refusal: str = ""


def take_all(files: Iterable[UploadedFile[bytes]], add: Callable[..., Any], **where: Any) -> list[Outcome]:
    """Put files on the shelf, and return what became of each."""
    return [take(file, add, **where) for file in files]


def take(file: UploadedFile[bytes], add: Callable[..., Any], **where: Any) -> Outcome:
    """Put a file on the shelf, and return what became of it. More than any kind of file may have is never read."""
    name = plain_name(file.name or "")
    most = max(settings.IMAGE_MAX_BYTES, settings.DOCUMENT_MAX_BYTES)
    try:
        return Outcome(name, add(file.read(most + 1), name=name, **where), is_new=True)
    except AlreadyThereError as error:
        return Outcome(name, error.found)
    except (PictureError, ShelfError, StorageAwayError) as error:
        return Outcome(name, refusal=str(error))
