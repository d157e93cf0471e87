"""What is shown of a comment: a light subset of CommonMark."""

from time import perf_counter

import pytest

from blog.richtext.rendering import render_comment
from tests.blog.richtext.reading import COMMENT, Reader, faults

LENGTH = 10_000


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        (r"\*a\* &amp; b", "<p>*a* &amp; b</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_the_subset_is_rendered(source: str, shown: str) -> None:
    assert render_comment(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "# a",
        "a\n===",
        "---",
        "![a](/b.png)",
        "    a",
        "|a|b|\n|-|-|\n|c|d|",
        "[a]: /b\n\n[a]",
        "<b>a</b>",
        "<!-- a -->",
        "https://example.org/",
    ],
)
def test_what_is_not_in_the_subset_is_shown_as_it_was_typed(source: str) -> None:
    tags = {tag for tag, _attributes in Reader(render_comment(source)).tags}
    assert tags <= {"p", "br", "ul", "li", "a"}
    assert not tags & {"h1", "h2", "hr", "img", "pre", "table", "b"}


def test_raw_html_is_text() -> None:
    assert render_comment("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_there_are_no_images() -> None:
    assert "<img" not in render_comment("![a](https://example.org/b.png)")


@pytest.mark.parametrize("source", ["[a](https://example.org/)", "<https://example.org/>", "[a](/b)", "<a@example.org>"])
def test_every_link_says_that_a_stranger_wrote_it(source: str) -> None:
    _paragraph, (tag, attributes) = Reader(render_comment(source)).tags
    assert tag == "a"
    assert attributes["rel"] == "nofollow ugc noopener noreferrer"
    assert "target" not in attributes


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:a",
        "data:text/html,a",
        "file:///a",
        "java\\script:a",
    ],
)
def test_no_link_runs_anything(address: str) -> None:
    for source in (f"[a]({address})", f"<{address}>", f"[a](<{address}>)"):
        assert faults(render_comment(source), COMMENT, beside={"a": frozenset({"rel"})}) == []


HOSTILE = {
    "brackets": "[" * LENGTH,
    "empty links": "[](" * (LENGTH // 3),
    "images": "![" * (LENGTH // 2),
    "links in links": "[" * (LENGTH // 5) + "a" + "](b)" * (LENGTH // 5),
    "quotes": ">" * LENGTH,
    "lists": "- " * (LENGTH // 2),
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(90)),
    "stars": "*" * LENGTH,
    "emphasis": "*a " * (LENGTH // 3),
    "mixed emphasis": "*_a**__b" * (LENGTH // 8),
    "backticks": "".join("`" * length + " " for length in range(140)),
    "fences": "```\n" * (LENGTH // 4),
    "angle brackets": "<" * LENGTH,
    "autolinks": "<http://a" * (LENGTH // 9),
    "entities": "&" * LENGTH,
    "escapes": "\\" * LENGTH,
    "line feeds": "\n" * LENGTH,
    "null characters": "\0" * LENGTH,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_comment_is_rendered_in_reasonable_time(name: str) -> None:
    began = perf_counter()
    rendered = render_comment(HOSTILE[name])
    assert perf_counter() - began < 2
    assert faults(rendered, COMMENT, beside={"a": frozenset({"rel"})}) == []


def test_an_empty_comment_is_empty() -> None:
    assert render_comment(" \n ") == ""
