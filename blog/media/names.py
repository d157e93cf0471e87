"""Names of uploaded files."""

import re
from pathlib import PurePosixPath

from blog.richtext.text import printable

NAME_CHARACTERS = 200
_SEPARATOR = re.compile(r"[\s_]+")
_DASHES = re.compile(r"(?<=\w)-(?=\w)")


def plain_name(name: str) -> str:
    """Return the last part of a file's name, without what no header or page can carry."""
    last = printable(name).replace("\\", "/").rpartition("/")[2]
    return " ".join(last.split())[-NAME_CHARACTERS:].strip()


def title_from(name: str) -> str:
    """Return a title in words for a file that came without one: `Annual_report-2020.pdf` is an Annual report 2020."""
    stem = PurePosixPath(plain_name(name)).stem
    words = _DASHES.sub(" ", _SEPARATOR.sub(" ", stem)).strip()
    return words[:1].upper() + words[1:]
