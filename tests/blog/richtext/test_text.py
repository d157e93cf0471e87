"""Plain text, excerpts and their lengths."""

import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.richtext.text import ELLIPSIS, TRAILING, excerpt, plain_text, printable, shorten, word_count

WORDS = st.text(alphabet=st.sampled_from("ab,.-\u2013 \n\xa0\tщع"), max_size=80)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("<p>one<br>two</p>", "one two"),
        ("<p>o<strong>n</strong>e</p>", "one"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a b"),
        ('<h2 id="section-a">a</h2>b', "a b"),
        ("<p>a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39;</p>", "a & b <c> \"d\" 'e'"),
        ("<p>&amp;lt;a&amp;gt;</p>", "&lt;a&gt;"),
        ("<p>a&nbsp;b\xa0c</p>", "a b c"),
        ("<p>a \n\t b</p>", "a b"),
        ('<p><a href="/" title="a&gt;b">c</a></p>', "c"),
        ("", ""),
        ("<hr>", ""),
    ],
)
def test_plain_text_is_what_a_reader_reads(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_words_are_counted_as_they_are_shown() -> None:
    assert word_count("<p>one two</p><p>th<em>r</em>ee</p>") == 3
    assert word_count("") == 0


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two", 7, "one two"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one, two", 5, "one…"),
        ("one - two", 6, "one…"),
        ("one \u2013 two", 6, "one…"),
        ("abcdefgh", 4, "abc…"),
        ("one\ntwo three", 8, "one two…"),
        ("one\xa0two three", 8, "one two…"),
        ("one  \n two", 7, "one two"),
        ("", 5, ""),
        ("ab", 1, "…"),
    ],
)
def test_a_text_is_cut_between_words(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@settings(max_examples=300, deadline=None, database=None)
@given(WORDS, st.integers(1, 40))
@example("a b", 2)
@example("aa b", 3)
@example(", , , a", 3)
def test_a_shortened_text_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@settings(max_examples=300, deadline=None, database=None)
@given(WORDS, st.integers(1, 40))
def test_no_word_is_cut_where_a_cut_between_words_fits(text: str, limit: int) -> None:
    words, short = text.split(), shorten(text, limit)
    if not short.endswith(ELLIPSIS) or len(words[0]) >= limit:
        return
    kept = short.removesuffix(ELLIPSIS).split()
    # The last word that is kept may have lost a comma or a dash at its end, but no letter.
    assert kept[:-1] == words[: max(len(kept) - 1, 0)]
    assert not kept or re.fullmatch(f"[{TRAILING}]*", words[len(kept) - 1].removeprefix(kept[-1]))


@settings(max_examples=100, deadline=None, database=None)
@given(WORDS)
def test_a_text_that_fits_is_not_cut(text: str) -> None:
    assert shorten(text, 80) == " ".join(text.split())


@settings(max_examples=100, deadline=None, database=None)
@given(
    st.lists(st.sampled_from(["<p>", "</p>", "one ", "two", "&amp;", "<br>", "<em>x</em>"]), max_size=30).map("".join),
    st.integers(1, 30),
)
def test_an_excerpt_fits_and_begins_like_the_text(html: str, limit: int) -> None:
    short = excerpt(html, limit)
    assert len(short) <= limit
    assert plain_text(html).startswith(short.removesuffix(ELLIPSIS))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x08c\x0bd\x0ce\x1ff\x7fg\x85h", "abcdefgh"),
        ("a\ud800b\ufffec\uffff", "abc"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("é щ ع 🎉 \xa0 \u200d \ufffd", "é щ ع 🎉 \xa0 \u200d \ufffd"),
    ],
)
def test_only_what_can_be_carried_stays(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_what_is_printable_to_python_can_be_carried() -> None:
    signs = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if sign.isprintable())
    assert printable(f"{signs}\n") == f"{signs}\n"


def test_an_excerpt_leaves_headings_out_where_there_is_other_text() -> None:
    assert excerpt("<h2>What changed</h2><p>Much has changed.</p>", 100) == "Much has changed."


def test_a_text_of_headings_alone_still_has_an_excerpt() -> None:
    assert excerpt("<h2>What changed</h2>", 100) == "What changed"
