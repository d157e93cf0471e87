"""Real pages, of which people have marked what the article is: how much of it the reader keeps, and how much else."""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from blog.imports.document import Document
from blog.imports.readers.text import read_text
from blog.richtext.text import plain_text

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
ORACLE = DATA / "html" / "ORACLE.json"
SHORTEST_PHRASE = 25
LEAST_KEPT, LEAST_GONE, MOST_ELSE = 0.97, 0.95, 0.05

if not ORACLE.exists() and os.environ.get("CI") != "true":
    pytest.skip("the real files of ../shared/data are not here", allow_module_level=True)


def folded(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def texts() -> list[Path]:
    return sorted((DATA / "text").glob("*/*.txt"))


def read(path: Path) -> Document:
    (document,) = read_text(path)
    return document


def marked_pages() -> list[tuple[Path, dict[str, str | list[str]]]]:
    marks = json.loads(ORACLE.read_text(encoding="utf-8"))
    names = {path.name.removesuffix(".resiliparse.txt"): path for path in texts()}
    return [(names[name.removesuffix(".html")], mark) for name, mark in marks.items()]


def phrases_of(mark: dict[str, str | list[str]], source: str) -> list[str]:
    """Return what must be in the body, as far as the extractor left it in the file at all."""
    wanted = mark["with"] if "with" in mark else str(mark["articleBody"]).split("\n")
    phrases = [folded(phrase) for phrase in wanted]
    return [phrase for phrase in phrases if phrase in source and (len(phrase) >= SHORTEST_PHRASE or "with" in mark)]


def test_every_file_is_read_without_an_error() -> None:
    documents = [read(path) for path in texts()]
    assert len(documents) >= 17
    assert all(document.title and document.body and document.language for document in documents)


def test_the_article_is_kept() -> None:
    found = []
    for path, mark in marked_pages():
        body = plain_text(read(path).body)
        found += [phrase in folded(body) for phrase in phrases_of(mark, folded(path.read_text(encoding="utf-8")))]
    assert len(found) > 100
    assert sum(found) >= LEAST_KEPT * len(found)


def test_the_rest_of_the_page_is_gone() -> None:
    gone = [
        phrase not in plain_text(read(path).body)
        for path, mark in marked_pages()
        for phrase in mark.get("without", ())
        if phrase in path.read_text(encoding="utf-8")
    ]
    assert sum(gone) >= LEAST_GONE * len(gone)


def test_little_else_is_in_the_text() -> None:
    total = foreign = 0
    for path, mark in marked_pages():
        if "articleBody" in mark:
            body = words(plain_text(read(path).body))
            total += body.total()
            foreign += (body - words(str(mark["articleBody"]))).total()
    assert foreign <= MOST_ELSE * total


@pytest.mark.parametrize("index", range(14))
def test_the_title_is_that_which_a_person_marked(index: int) -> None:
    path, mark = marked_pages()[index]
    title = read(path).title
    assert title == mark.get("title", title)
