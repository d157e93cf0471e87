"""Videos of other sites: a link in a figure, and no request to anybody."""

import pytest

from blog.richtext.rendering import render_article
from blog.richtext.text import excerpt
from blog.richtext.videos import video_at
from tests.blog.richtext.reading import Reader

YOUTUBE = "https://www.youtube.com/watch?v=a-B_c1"


@pytest.mark.parametrize(
    ("address", "provider", "plain"),
    [
        ("https://www.youtube.com/watch?v=a-B_c1&list=x&si=y", "YouTube", YOUTUBE),
        ("https://youtu.be/a-B_c1?si=y", "YouTube", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/a-B_c1?rel=0", "YouTube", YOUTUBE),
        ("https://youtube.com/shorts/a-B_c1", "YouTube", YOUTUBE),
        ("https://player.vimeo.com/video/123?h=1", "Vimeo", "https://vimeo.com/123"),
        ("https://vimeo.com/channels/staff/123", "Vimeo", "https://vimeo.com/123"),
        ("https://www.dailymotion.com/embed/video/x8a", "Dailymotion", "https://www.dailymotion.com/video/x8a"),
        ("https://rutube.ru/play/embed/0af/", "Rutube", "https://rutube.ru/video/0af/"),
        ("https://vk.com/video-12_34", "VK Video", "https://vkvideo.ru/video-12_34"),
        ("https://www.ted.com/talks/a_talk?language=ro", "TED", "https://www.ted.com/talks/a_talk"),
    ],
)
def test_an_address_of_a_known_site_names_a_video(address: str, provider: str, plain: str) -> None:
    assert video_at(address) == (provider, plain)
    assert video_at(plain) == (provider, plain)


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com.evil.example/watch?v=a",
        "https://evil.example/youtube.com/watch?v=a",
        "javascript://youtube.com/watch?v=a",
        "//youtube.com/watch?v=a",
        "https://www.youtube.com/",
        "https://www.youtube.com/@channel",
        "https://[youtube.com/watch?v=a",
        "watch?v=a",
        "",
    ],
)
def test_any_other_address_names_none(address: str) -> None:
    assert video_at(address) is None


def test_a_video_is_shown_as_a_link_with_its_title_and_its_site() -> None:
    source = '<figure data-video=""><a href="https://youtu.be/a-B_c1?si=1">A talk &amp; more</a></figure>'
    assert render_article(source) == (
        f'<figure class="video"><a href="{YOUTUBE}">A talk &amp; more</a><figcaption>YouTube</figcaption></figure>'
    )


def test_a_video_without_a_title_is_named_by_its_site() -> None:
    source = f'<figure data-video=""><a href="{YOUTUBE}">{YOUTUBE}</a></figure>'
    assert render_article(source) == f'<figure class="video"><a href="{YOUTUBE}">YouTube</a></figure>'


def test_what_is_no_known_video_stays_a_plain_link() -> None:
    source = '<figure data-video=""><a href="https://example.org/film">Film</a></figure>'
    assert render_article(source) == '<p><a href="https://example.org/film">Film</a></p>'
    assert render_article('<figure data-video="">Film</figure>') == "Film"


def test_nothing_in_it_makes_a_browser_ask_another_site() -> None:
    source = (
        f'<figure data-video="" style="background:url(//x)"><a href="{YOUTUBE}"><img src="//x">t</a><iframe src="{YOUTUBE}">'
    )
    tags = {tag for tag, attributes in Reader(render_article(source)).tags if {"src", "style"} & set(attributes)}
    assert tags == set()


def test_an_excerpt_leaves_it_out() -> None:
    video = f'<figure data-video=""><a href="{YOUTUBE}">A talk</a></figure>'
    assert excerpt(render_article(f"{video}<p>Words.</p>"), 100) == "Words."
