"""Images in a text: which markup names one, and everything else that shows an image and is dropped."""

import pytest

from blog.richtext.figures import Figure, figures_in, with_figures
from blog.richtext.rendering import render_article, render_comment
from blog.richtext.sanitizer import sanitize_article, sanitize_comment
from blog.richtext.text import excerpt, plain_text

ADDRESS = "/media/images/0123456789abcdef.jpg"
FIGURE = f'<figure data-image="12"><img src="{ADDRESS}" alt="A harbour"><figcaption>At <em>noon</em></figcaption></figure>'


def test_a_figure_that_names_an_image_is_kept_as_it_is() -> None:
    assert sanitize_article(f"<p>a</p>{FIGURE}<p>b</p>") == f"<p>a</p>{FIGURE}<p>b</p>"
    assert figures_in(FIGURE) == [Figure(12, "A harbour", "At <em>noon</em>")]


@pytest.mark.parametrize(
    ("written", "alt"),
    [("<img>", None), ("<img alt>", ""), ('<img alt="">', ""), ('<img alt=" a &gt; &quot;b&quot; ">', 'a > "b"')],
)
def test_a_figure_says_how_the_image_is_described_here(written: str, alt: str | None) -> None:
    assert figures_in(sanitize_article(f'<figure data-image="3">{written}</figure>')) == [Figure(3, alt, "")]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://example.org/a.jpg" alt="a">',
        '<img src="/media/images/0123456789abcdef.jpg" alt="a">',
        '<img alt="a > b" src="x">',
        "<img>",
        '<figure><img src="/media/images/0123456789abcdef.jpg"></figure>',
        '<figure data-image="0"><img></figure>',
        '<figure data-image="-1"><img></figure>',
        '<figure data-image="1; drop"><img></figure>',
        '<figure data-image="12345678901234567890"><img></figure>',
        '<figure data-video="" data-image="1"><img></figure>',
        '<picture><source srcset="https://example.org/a.avif"><img src="https://example.org/a.jpg"></picture>',
        '<svg><image href="https://example.org/a.jpg"/></svg>',
    ],
)
def test_any_other_image_is_dropped(image: str) -> None:
    cleaned = sanitize_article(f"<p>a</p>{image}<p>b</p>")
    assert "<img" not in cleaned
    assert "example.org" not in cleaned
    assert figures_in(cleaned) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.jpg",
        "//example.org/media/images/0123456789abcdef.jpg",
        "/media/images/../../secret.jpg",
        "/media/images/0123456789abcdef.svg",
        "/admin/logout/",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_figure_shows_no_file_from_elsewhere(address: str) -> None:
    figure = f'<figure data-image="3"><img src="{address}" alt="a"></figure>'
    assert sanitize_article(figure) == '<figure data-image="3"><img alt="a"></figure>'


def test_scripts_in_a_figure_are_dropped() -> None:
    image = '<img onerror="a()" alt="a"><figcaption><script>a()</script>b</figcaption>'
    figure = f'<figure data-image="3" onclick="a()" style="x">{image}</figure>'
    assert sanitize_article(figure) == '<figure data-image="3"><img alt="a"><figcaption>b</figcaption></figure>'


def test_sanitizing_twice_changes_nothing() -> None:
    once = sanitize_article(f'{FIGURE}<img src="a"><figure data-image="4"><img alt="a &lt; &gt; b"></figure>')
    assert sanitize_article(once) == once


def test_a_figure_shows_what_it_is_given() -> None:
    assert with_figures(f"<p>a</p>{FIGURE}", lambda figure: f"[{figure.image_id}]") == "<p>a</p>[12]"
    assert render_article(f"<p>a</p>{FIGURE}<p>b</p>", lambda figure: f"<hr>{figure.caption_html}") == (
        "<p>a</p><hr>At <em>noon</em><p>b</p>"
    )


def test_a_text_that_has_no_images_shows_none() -> None:
    assert render_article(f"<p>a</p>{FIGURE}<p>b</p>") == "<p>a</p><p>b</p>"


def test_comments_have_no_images() -> None:
    assert "<img" not in sanitize_comment(FIGURE)
    assert "<img" not in render_comment("![a](https://example.org/a.jpg)")


def test_captions_do_not_begin_an_excerpt() -> None:
    shown = (
        '<figure class="picture"><picture><img alt="a"></picture><figcaption>A caption</figcaption></figure><p>The text.</p>'
    )
    assert excerpt(shown, 100) == "The text."
    assert plain_text(shown) == "A caption The text."
