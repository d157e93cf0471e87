"""What other programs put on the clipboard becomes an article: nothing lost, nothing fused, no debris."""

import pytest
from hypothesis import given, settings

from blog.richtext.pasted import clean_article
from blog.richtext.sanitizer import sanitize_article
from blog.richtext.text import plain_text
from tests.blog.richtext.clipboard_samples import NAMES, comparable, expected, pasted
from tests.blog.richtext.reading import ARTICLE, faults
from tests.blog.richtext.test_sanitizer import MARKUP, VECTORS


@pytest.mark.parametrize("name", NAMES)
def test_what_a_program_copies_becomes_an_article(name: str) -> None:
    assert comparable(clean_article(pasted(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    once = clean_article(pasted(name))
    assert clean_article(once) == once


def test_samples_of_the_usual_programs_are_there() -> None:
    assert {"word", "google_docs", "libreoffice", "web_page"} <= set(NAMES)


ITEM = (
    "<p class=MsoListParagraph style='mso-list:{0} level{1} lfo{2}'>"
    "<span style='mso-list:Ignore'>{3}<span>&nbsp; </span></span>{4}</p>"
)


def office_list(*items: tuple[str, int, str, str]) -> str:
    return "\n".join(ITEM.format(name, level, name[1:], marker, text) for name, level, marker, text in items)


@pytest.mark.parametrize(
    ("items", "lists"),
    [
        ([("l0", 1, "3.", "a"), ("l0", 1, "4.", "b")], '<ol start="3"><li>a</li><li>b</li></ol>'),
        ([("l0", 1, "a)", "a"), ("l0", 1, "b)", "b")], "<ol><li>a</li><li>b</li></ol>"),
        ([("l0", 1, "iv.", "a")], "<ol><li>a</li></ol>"),
        ([("l0", 1, "·", "a"), ("l1", 1, "1.", "b")], "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ([("l0", 1, "1.", "a"), ("l1", 1, "1.", "b")], "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ([("l0", 3, "§", "a"), ("l0", 1, "·", "b")], "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        (
            [("l0", 1, "·", "a"), ("l0", 2, "1.", "b"), ("l0", 3, "o", "c"), ("l0", 1, "·", "d")],
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>",
        ),
    ],
)
def test_items_of_an_office_become_lists(items: list[tuple[str, int, str, str]], lists: str) -> None:
    assert comparable(clean_article(office_list(*items))) == lists


def test_a_paragraph_between_two_items_ends_the_list() -> None:
    one = office_list(("l0", 1, "·", "a"))
    assert comparable(clean_article(f"{one}<p>b</p>{one}")) == "<ul><li>a</li></ul><p>b</p><ul><li>a</li></ul>"


@pytest.mark.parametrize(
    ("source", "article"),
    [
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<div><div>one</div>two</div>", "<p>one</p>two"),
        ("<dl><dt>one</dt><dd>two</dd></dl>", "<p>one</p><p>two</p>"),
        ("<p>one<o:p></o:p></p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<p><span>one</span><span> two</span></p>", "<p>one two</p>"),
        ("<p>one\r\ntwo</p>", "<p>one two</p>"),
        ("<p>one&nbsp;&nbsp; two</p>", "<p>one two</p>"),
        ("<p>one&nbsp;two</p>", "<p>one two</p>"),
        ("<p>5&nbsp;% and «&nbsp;oui&nbsp;!</p>", "<p>5&nbsp;% and «&nbsp;oui&nbsp;!</p>"),
        ("<p>a</p><p>&nbsp;</p><p><b> </b></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a<br>b<br></p>", "<p>a<br>b</p>"),
        ("<pre>a  b\n c</pre>", "<pre>a  b\n c</pre>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>", "<h2>a</h2><h3>b</h3><h4>c</h4><h4>d</h4>"),
        ("<h2>b</h2><h5>c</h5>", "<h2>b</h2><h4>c</h4>"),
        ("<p class=MsoTitle>a</p>", "<h2>a</h2>"),
        ("<p><b>a</b><b> b</b></p>", "<p><strong>a b</strong></p>"),
        ("<p><b style='font-weight:400'>a</b> <i style='font-style:normal'>b</i></p>", "<p>a b</p>"),
        ("<p><span style='font-style:italic;font-weight:bold'>a</span></p>", "<p><strong><em>a</em></strong></p>"),
        ("<p><a name='_Toc1'>a</a> <a href='#_ftn1'>b</a> <a href='file:///C:/x.doc'>c</a></p>", "<p>a b c</p>"),
        ("<p><a href='https://[x'>a</a></p>", "<p>a</p>"),
        (
            '<iframe src="//www.youtube.com/embed/abc"></iframe>',
            '<figure data-video=""><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></figure>',
        ),
        ('<iframe src="https://example.org/">words</iframe>', ""),
        ("<p></p>", ""),
        ("", ""),
    ],
)
def test_debris_goes_and_words_stay_apart(source: str, article: str) -> None:
    assert clean_article(source) == article


def test_an_article_comes_back_as_it_is() -> None:
    source = (
        '<h2>A</h2><p><strong>b</strong> <em>c</em> <s>d</s> H<sub>2</sub>O <code>e</code><br><a href="/">f</a>'
        "<foot-note>g</foot-note></p><ul><li><p>h</p><ol><li><p>i</p></li></ol></li></ul>"
        '<ol start="3"><li><p>j</p></li></ol><blockquote><p>k</p></blockquote><hr><pre><code>l\n  m</code></pre>'
        '<table><tbody><tr><th colspan="2"><p>n</p></th></tr><tr><td><p>o &amp; p</p></td></tr></tbody></table>'
        '<figure data-video=""><a href="https://vimeo.com/1">q</a></figure>'
    )
    assert clean_article(source) == source


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_hostile_gets_through(vector: str) -> None:
    assert faults(clean_article(vector), ARTICLE) == []


@settings(max_examples=300, deadline=None, database=None)
@given(MARKUP)
def test_no_heap_of_markup_breaks_it_or_gets_through(source: str) -> None:
    cleaned = clean_article(source)
    assert faults(cleaned, ARTICLE) == []
    assert plain_text(sanitize_article(cleaned)) == plain_text(cleaned)
