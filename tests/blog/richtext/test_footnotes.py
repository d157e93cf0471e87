"""Footnotes: written in the text, shown as numbers and a list, each leading to the other."""

import pytest

from blog.posts.addresses import with_absolute_links
from blog.richtext.rendering import render_article
from blog.richtext.text import excerpt, plain_text
from tests.blog.richtext.reading import Reader

SOURCE = (
    "<p>Five mills<foot-note>Count of <em>2025</em>.</foot-note> stand, "
    'six <foot-note>See <a href="/plan/">the plan</a>.</foot-note>fell.</p>'
)


def links_and_ids(html: str) -> tuple[list[str], list[str]]:
    tags = Reader(html).tags
    targets = [attributes["href"][1:] for _tag, attributes in tags if attributes.get("href", "").startswith("#")]
    return targets, [attributes["id"] for _tag, attributes in tags if "id" in attributes]


def test_a_note_becomes_a_number_and_stands_in_a_list_at_the_end() -> None:
    assert plain_text(render_article(SOURCE)) == "Five mills stand, six fell. Count of 2025. ↩︎1 See the plan. ↩︎2"
    assert render_article("<p>a<foot-note>b</foot-note></p>") == (
        '<p>a<sup class="footnote"><a href="#note-37247e10-1" id="noted-37247e10-1" role="doc-noteref">1</a></sup></p>'
        '<div class="footnotes" role="doc-endnotes"><ol><li id="note-37247e10-1"><p>b '
        '<a href="#noted-37247e10-1" role="doc-backlink">↩︎1</a></p></li></ol></div>'
    )


def test_each_number_leads_to_its_note_and_back() -> None:
    targets, ids = links_and_ids(render_article(SOURCE))
    assert len(targets) == len(ids) == len(set(ids)) == 4
    assert sorted(targets) == sorted(ids)


def test_two_texts_on_one_page_share_no_name() -> None:
    _targets, ids = links_and_ids(render_article(SOURCE) + render_article(SOURCE.replace("Five", "Four")))
    assert len(ids) == len(set(ids)) == 8


def test_in_a_feed_they_lead_to_the_page() -> None:
    targets = Reader(with_absolute_links(render_article(SOURCE), address="https://example.org/posts/a/")).tags
    hrefs = [attributes["href"] for _tag, attributes in targets if "role" in attributes and "href" in attributes]
    assert len(hrefs) == 4
    assert all(href.startswith("https://example.org/posts/a/#note") for href in hrefs)


def test_an_excerpt_has_neither_numbers_nor_notes() -> None:
    assert excerpt(render_article(SOURCE), 200) == "Five mills stand, six fell."


def test_a_heading_with_a_note_keeps_its_name() -> None:
    assert '<h2 id="section-water">' in render_article("<h2>Water<foot-note>Sweet.</foot-note></h2>")


@pytest.mark.parametrize(
    ("source", "notes"),
    [
        ("<p>a<foot-note>b<foot-note>c</foot-note>d</foot-note>e</p>", ["bcd"]),
        ("<p>a<foot-note> </foot-note>e</p>", []),
        ("<foot-note><h2>b</h2><p>c</p></foot-note>", ["b c"]),
        ("<p>a<foot-note>b</p><p>c", ["b"]),
        ("<p>a</foot-note>b</p>", []),
        ("<p>a<foot-note onclick=x() class=y>b<script>c()</script></foot-note></p>", ["b"]),
    ],
)
def test_notes_that_are_written_badly_lose_no_word_and_break_no_tag(source: str, notes: list[str]) -> None:
    rendered = render_article(source)
    items = rendered.split('<div class="footnotes"')[1:]
    assert [" ".join(part.split(" <a ")[0].split()) for part in "".join(items).split("<p>")[1:]] == notes
    assert "foot-note" not in rendered
    assert rendered.count("<li") == rendered.count("</li>")
