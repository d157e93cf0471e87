"""The table of contents, from what the rendering of an article makes."""

from blog.richtext.contents import headings
from blog.richtext.rendering import render_article


def test_sections_and_their_parts_are_listed_in_order() -> None:
    html = render_article("<h2>A &amp; <em>B</em></h2><p>x</p><h3>Part</h3><h4>Detail</h4><h2>A &amp; B</h2>")
    assert headings(html) == [(2, "section-a-b", "A & B"), (3, "section-part", "Part"), (2, "section-a-b-2", "A & B")]


def test_a_heading_without_words_is_left_out() -> None:
    assert headings(render_article("<h2> </h2><h2><br></h2><h2>One</h2>")) == [(2, "section-one", "One")]


def test_a_heading_of_any_script_leads_to_itself() -> None:
    (heading,) = headings(render_article("<h2>Что нового</h2>"))
    assert heading.anchor in render_article("<h2>Что нового</h2>")
    assert heading.text == "Что нового"
