"""Reading a text as the file of a page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from blog.imports.document import Document
from blog.imports.readers.text import read_text

Read = Callable[[str], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str) -> Document:
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        (document,) = read_text(path)
        return document

    return read
