"""From the bytes of a file to its lines."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from blog.imports.document import DocumentError
from blog.imports.readers.text.folding import is_blank

LARGEST_BYTES = 5 * 1024 * 1024
_MOST_CONTROL = 0.1  # above this share of control characters a file is no text
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x1C)])  # but for white space


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file as they stand, without their ends."""

    path: str
    checksum: str
    lines: list[str]


def read_source(path: Path) -> Source:
    """Return the lines of a text file in UTF-8, or in UTF-16 when it begins with the mark of it.

    Raises:
        DocumentError: when the file cannot be read, is too large, is no text or holds nothing.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise DocumentError(str(path), None, "is larger than 5 MiB", "import articles as one file each")
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            str(path), None, f"cannot be read ({error.strerror})", "check the file and its permissions"
        ) from error
    text = _decode(str(path), content)
    if is_blank(text):
        raise DocumentError(str(path), None, "is empty", "remove it or put the article's text into it")
    return Source(str(path), hashlib.sha256(content).hexdigest(), text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _decode(path: str, content: bytes) -> str:
    is_utf16 = content.startswith(_UTF16_MARKS)
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        name = "UTF-16" if is_utf16 else "UTF-8"
        line = None if is_utf16 else content.count(b"\n", 0, error.start) + 1
        if b"\0" in content and not is_utf16:
            raise _binary(path) from error
        raise DocumentError(path, line, f"is not {name} at byte {error.start}", "save the file as UTF-8") from error
    encoded = text.encode() if is_utf16 else content  # in UTF-8, where such a byte is a part of no other character
    if "\0" in text or len(encoded) - len(encoded.translate(None, _CONTROL)) > _MOST_CONTROL * len(text):
        raise _binary(path)
    return text


def _binary(path: str) -> DocumentError:
    return DocumentError(path, None, "holds binary data, not text", "give it the ending of its kind or leave it out")
