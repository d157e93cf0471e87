"""What holds for every text there can be."""
# ruff: noqa: RUF001  # signs of many scripts are what is tested

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.imports.document import Document, DocumentError, LineRole
from blog.imports.readers.text import folding, read_text
from blog.imports.readers.text.folding import Words, fold_space, tokens_of
from blog.richtext.sanitizer import sanitize_article
from blog.richtext.text import plain_text

WORD = re.compile(r"\w+")
PHRASES = [
    "Leave a Reply",
    "Share this:",
    "3 thoughts on “The harbour”",
    "Reader One says:",
    "Posted on 3 May 2018 by Jane Doe | Leave a comment",
    "Published by Institute of Harbours",
    "The Institute of Harbours (IoH) is a body founded in 1998 that looks after the harbours of the coast.",
    "Related posts",
    "Home » News",
    "• one",
    "– „Ok.“",
    "1. First of all",
    "%d bloggers like this:",
    "Tags: a, b",
    "About Jane Doe",
    "A heading",
    "",
    "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail.",
]
LINES = st.one_of(
    st.sampled_from(PHRASES), st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60)
)
TEXTS = st.lists(LINES, max_size=25).map("\n".join)
KEPT = {LineRole.BODY, LineRole.UNKNOWN}


def read(text: str) -> Document | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_bytes(text.encode())
        try:
            (document,) = read_text(path)
        except DocumentError:
            return None
    return document


ASCII = st.one_of(
    st.text(st.characters(max_codepoint=127), max_size=60),
    st.lists(st.sampled_from(["Jane", "DoePublished", "NATOforces", "x", "%d", "%dx", "%s", "7", "7th", "_", "-", " "])).map(
        "".join
    ),
)


@given(ASCII, st.booleans())
def test_words_of_ascii_are_those_that_they_are_among_others(text: str, are_joined: bool) -> None:  # noqa: FBT001  # given
    with pytest.MonkeyPatch.context() as patch:
        found = tokens_of(text), Words.of(text, are_joined=are_joined)
        patch.setattr(folding, "_ASCII_TOKEN", folding._TOKEN)
        patch.setattr(folding, "_JOINED_ASCII_TOKEN", folding._JOINED_TOKEN)
        assert (tokens_of(text), Words.of(text, are_joined=are_joined)) == found


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_white_space_is_folded_in_every_text(text: str) -> None:
    folded = fold_space(text)
    assert folded == " ".join(folded.split())
    assert folded.replace(" ", "") == "".join(folding._CONTROL.sub(" ", folding._INVISIBLE.sub("", text)).split())


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_line_is_accounted_for_once(text: str) -> None:
    document = read(text)
    if document is None:
        return
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1):
        parts = [part.text for part in document.lines if part.number == number]
        assert "".join(parts) == (line if line.strip() else "")
    assert all(line.became for line in document.lines)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_body_is_the_kept_lines_word_for_word(text: str) -> None:
    document = read(text)
    if document is None:
        return
    kept = [fold_space(line.text) for line in document.lines if line.role in KEPT]
    assert WORD.findall(plain_text(document.body)) == WORD.findall(" ".join(kept))
    assert sanitize_article(document.body).replace("\u00a0", "&nbsp;") == sanitize_article(document.body)
    assert document.title == fold_space(document.title) != ""


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    first, second = read(text), read(text)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert (first.title, first.body, first.lines) == (second.title, second.body, second.lines)


MEGABYTE = 1024 * 1024
LINES_OF_A_BOOK = 10_000


@pytest.mark.parametrize(
    "unit", ["a", "a ", "1 ", "x|", "((((", "2017", "2017 1. ", "\u200b\u00a0", "日本語", "a.b!c?d…", "Home » "]
)
def test_a_megabyte_on_one_line_is_read_to_its_end(unit: str) -> None:
    document = read(f"A title\n\n{unit * (MEGABYTE // len(unit.encode()))}")
    assert document is not None
    assert document.title == "A title"


@pytest.mark.parametrize(
    "line",
    [
        "a",
        "1/1/1",
        "• a",
        "Leave a Reply",
        "3 comments\n\nReader One says:\n\nText\n",
        "Related\n\nThe harbour was opened to all ships in spring, and the convoy arrived on the same day as the mail.\n",
        "Tags: a, b",
        "by Jane Doe",
        "mailmail-email",
    ],
)
def test_many_lines_are_read_to_their_end(line: str) -> None:
    document = read("A title\n\n" + f"{line}\n" * LINES_OF_A_BOOK)
    assert document is not None
    assert len(document.lines) > LINES_OF_A_BOOK
