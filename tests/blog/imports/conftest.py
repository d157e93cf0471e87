"""Documents to import."""

from collections.abc import Callable
from pathlib import Path

import pytest

WriteDocument = Callable[..., Path]

ARTICLE = """\
{title}

The harbour was opened to all ships in spring, and the first convoy arrived on the same day.

The council thanked the crews and announced that the second pier would follow within a year.

Published by Institute of Harbours

The Institute of Harbours (IoH) is a non-governmental organization founded in 1998 to study harbours and their towns.

Leave a Reply
"""


@pytest.fixture
def write_document(tmp_path: Path) -> WriteDocument:
    def write(name: str = "harbour.txt", *, title: str = "The harbour is open", text: str | None = None) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ARTICLE.format(title=title) if text is None else text, encoding="utf-8")
        return path

    return write
