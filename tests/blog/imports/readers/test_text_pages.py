"""Pages as themes, services and languages shape them (`pages.toml`): only the article is left."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

TABLE = tomllib.loads(Path(__file__).with_name("pages.toml").read_text(encoding="utf-8"))
NO_BREAK_SPACE = "\u00a0"


@pytest.mark.parametrize("page", TABLE["pages"], ids=lambda page: page["name"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_only_the_article_is_left(read: Read, page: dict[str, Any], line_end: str) -> None:
    article = TABLE["texts"][page["language"]]
    title, paragraphs = article["title"], article["paragraphs"]
    text = page["shape"].format(title=title, text="\n\n".join(paragraphs), lines="\n".join(paragraphs))
    document = read(text.replace("~", NO_BREAK_SPACE).replace("\n", line_end))
    assert plain_text(document.body) == " ".join(paragraphs)
    assert document.title == title
    assert document.language == page["language"]
    assert document.published_at == page.get("published_at")
    assert document.byline == page.get("byline", "")
    assert document.categories == tuple(page.get("categories", ()))
    assert document.tags == tuple(page.get("tags", ()))
    assert [comment.author_name for comment in document.comments] == page.get("comments", [])
