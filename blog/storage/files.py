"""Reading, storing and removing whole files. A path says what is in a file, so that no file ever changes."""

import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from blog.storage.errors import StorageAwayError

logger = logging.getLogger(__name__)


def read(path: str) -> bytes | None:
    """Return the content of a file; None where there is none.

    Raises:
        StorageAwayError: when nobody knows.
    """
    try:
        with default_storage.open(path) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def store(path: str, content: bytes) -> None:
    """Store a file.

    Raises:
        StorageAwayError: when it cannot be stored.
    """
    default_storage.save(path, ContentFile(content))


def remove(path: str) -> None:
    """Delete a file that nothing names any more; one that is gone already is no error.

    One that cannot be reached now stays until housekeeping finds it: whoever wanted it deleted shall not wait for that.
    """
    try:
        default_storage.delete(path)
    except StorageAwayError as error:
        logger.warning("storage.not_removed path=%s reason=%s", path, error.reason)


def stored_at(path: str) -> datetime:
    """Return when a file was stored.

    Raises:
        FileNotFoundError: when there is none.
        StorageAwayError: when nobody knows.
    """
    moment: datetime = default_storage.get_modified_time(path)
    return moment


def reason_away() -> str:
    """Return why files cannot be reached, for operators; empty where they can."""
    check = getattr(default_storage, "check", None)
    try:
        if check is not None:
            check()
    except StorageAwayError as error:
        return error.reason
    return ""


def let_go() -> None:
    """Close connections before this process forks: they are not for two."""
    if (close := getattr(default_storage, "close", None)) is not None:
        close()


def listed(folder: str) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files in a folder; nothing where there is no such folder.

    Raises:
        StorageAwayError: when nobody knows.
    """
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files
