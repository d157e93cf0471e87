"""The sanitizer against collections of hostile markup that others have gathered. They lie beside the checkout."""

import json
import os
from pathlib import Path

import pytest

from blog.richtext.rendering import render_article, render_comment
from blog.richtext.sanitizer import sanitize_article
from tests.blog.richtext.reading import ARTICLE, COMMENT, faults

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "security"
TEXTS = {".test", ".dat", ".xml"}
HEADING_IDS = {f"h{level}": frozenset({"id"}) for level in (2, 3, 4)}


def vectors() -> list[str]:
    found = []
    for path in sorted(DATA.rglob("*")):
        if path.suffix in TEXTS:
            source = path.read_text(encoding="utf-8", errors="replace")
            found += [source, *source.splitlines()]
        elif path.suffix == ".json":
            found += [text for text in json.loads(path.read_text(encoding="utf-8")) if isinstance(text, str)]
    return found


@pytest.fixture(scope="module")
def sources() -> list[str]:
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{DATA} must be there")
        pytest.skip(f"{DATA} is not there")
    found = vectors()
    assert len(found) > 500
    return found


def test_no_article_holds_anything_but_allowed_markup(sources: list[str]) -> None:
    assert {source: found for source in sources if (found := faults(render_article(source), ARTICLE, beside=HEADING_IDS))} == {}


def test_no_comment_holds_anything_but_allowed_markup(sources: list[str]) -> None:
    beside = {"a": frozenset({"rel"})}
    assert {source: found for source in sources if (found := faults(render_comment(source), COMMENT, beside=beside))} == {}


def test_sanitizing_twice_changes_nothing(sources: list[str]) -> None:
    assert [source for source in sources if sanitize_article(once := sanitize_article(source)) != once] == []


def test_rendering_twice_changes_nothing(sources: list[str]) -> None:
    assert [source for source in sources if render_article(once := render_article(source)) != once] == []
