"""What is shown of an article."""

import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.richtext.rendering import render_article, render_plain_text
from tests.blog.richtext.reading import Reader

HEADINGS = st.lists(st.sampled_from(["a", "a-2", "a 2", "b", "", "…", "д", "عنوان", "हिन्दी", "x" * 90]), max_size=12)


def ids(html: str) -> list[str]:
    return [attributes["id"] for _tag, attributes in Reader(html).tags if "id" in attributes]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What we do", "section-what-we-do"),
        ("Что мы делаем", "section-что-мы-делаем"),
        ("ما نفعله", "section-ما-نفعله"),
        ("<em>a</em>&amp;b", "section-ab"),
        ("", "section-untitled"),
        ("!?", "section-untitled"),
        ('"><script>', "section-untitled"),
    ],
)
def test_a_heading_carries_a_name_made_of_its_text(heading: str, name: str) -> None:
    assert ids(render_article(f"<h2>{heading}</h2>")) == [name]


def test_equal_headings_are_numbered() -> None:
    assert ids(render_article("<h2>a</h2><h3>a</h3><h4>a</h4>")) == ["section-a", "section-a-2", "section-a-3"]


def test_a_heading_that_is_written_like_a_number_of_another_stays_apart() -> None:
    assert ids(render_article("<h2>a-2</h2><h2>a</h2><h2>a</h2>")) == ["section-a-2", "section-a", "section-a-3"]


@settings(max_examples=100, deadline=None, database=None)
@given(HEADINGS)
def test_names_are_unique_valid_and_stable(headings: list[str]) -> None:
    rendered = render_article("".join(f"<h2>{heading}</h2>" for heading in headings))
    names = ids(rendered)
    assert len(names) == len(set(names)) == len(headings)
    assert all(re.fullmatch(r"section-[\w-]+", name) for name in names)
    assert render_article(rendered) == rendered


def test_a_heading_cannot_choose_its_own_name() -> None:
    assert ids(render_article('<h2 id="main">a</h2>')) == ["section-a"]


def test_a_heading_inside_an_attribute_stays_an_attribute() -> None:
    rendered = render_article("<p><a href='/' title='<h2><img src=x onerror=alert(1)></h2>'>a</a></p>")
    assert [tag for tag, _attributes in Reader(rendered).tags] == ["p", "a"]


@pytest.mark.parametrize("empty", ["<p></p>", "<p> \n</p>", "<p>&nbsp;</p>", "<p><br></p>", "<p>\xa0<br>&nbsp;</p>", ""])
def test_empty_paragraphs_go(empty: str) -> None:
    assert render_article(f"{empty}<p>a</p>{empty}") == "<p>a</p>"
    assert render_article(empty) == ""


def test_text_without_markup_stays() -> None:
    assert render_article("a & b") == "a &amp; b"


@pytest.mark.parametrize(
    "source", ["<h2>a</h2>" * 20_000, "<p> " * 50_000, "<blockquote>" * 3_000, "<b><p>" * 5_000, "<h2><a><h3>" * 3_000]
)
def test_hostile_articles_are_rendered_in_reasonable_time(source: str) -> None:
    began = perf_counter()
    render_article(source)
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("one\r\n \t\r\ntwo\r\rthree", "<p>one</p><p>two</p><p>three</p>"),
        ("\n\n one \n\n\n\n", "<p>one</p>"),
        ("<b>1 & 2</b>", "<p>&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>"),
        ('"a"', '<p>"a"</p>'),
        ("a\x0bb\x00", "<p>ab</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_plain_text_becomes_paragraphs(source: str, shown: str) -> None:
    assert render_plain_text(source) == shown


@settings(max_examples=100, deadline=None, database=None)
@given(st.text(alphabet=st.sampled_from("ab<>&\"' \n\r\t\x00\xa0é"), max_size=60))
def test_plain_text_means_the_same_when_it_is_rendered_as_an_article(source: str) -> None:
    paragraphs = render_plain_text(source)
    assert Reader(render_article(paragraphs)).text.split() == Reader(paragraphs).text.split()
