"""The HTML of an image."""

import re
from typing import Any

import pytest
from django.template import Context, Template

from blog.media.markup import picture
from blog.media.models import Image

KEY, HASH = "0123456789abcdef", "f" * 64


def an_image(**fields: Any) -> Image:
    given = {"key": KEY, "content_hash": HASH, "file_format": "jpg", "width": 1000, "height": 500, "widths": [320, 640, 1000]}
    return Image(**(given | fields))


def address(end: str) -> str:
    return f"/media/images/{KEY}{end}?v={'f' * 10}"


def test_an_image_comes_in_three_formats_and_every_width_that_is_there() -> None:
    html = picture(an_image(), alt="A harbour", sizes="50vw")
    avif = f"{address('-320.avif')} 320w, {address('-640.avif')} 640w, {address('-1000.avif')} 1000w"
    assert f'<source type="image/avif" srcset="{avif}" sizes="50vw">' in html
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    fallback = f"{address('-320.jpg')} 320w, {address('-640.jpg')} 640w, {address('.jpg')} 1000w"
    assert (
        f'<img src="{address(".jpg")}" srcset="{fallback}" sizes="50vw" width="1000" height="500" alt="A harbour" '
        'loading="lazy" decoding="async">'
    ) in html
    assert html.startswith("<picture><source")


def test_without_renditions_there_is_the_image_itself() -> None:
    assert picture(an_image(widths=[])) == (
        f'<picture><img src="{address(".jpg")}" width="1000" height="500" alt="" loading="lazy" decoding="async"></picture>'
    )


def test_a_small_image_has_one_width_in_each_format() -> None:
    html = picture(an_image(width=300, height=10, widths=[300]))
    assert html.count("<source") == 2
    assert re.findall(r'<img src="[^"]*" (\S+)', html) == ['width="300"']


def test_programs_that_know_no_srcset_get_a_file_of_middle_size() -> None:
    image = an_image(width=2560, height=1280, widths=[320, 640, 960, 1280, 1920, 2560])
    assert f'<img src="{address("-1280.jpg")}"' in picture(image)


def test_what_stands_on_top_is_loaded_first() -> None:
    html = picture(an_image(), loading="eager")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


@pytest.mark.parametrize(("focus", "classes"), [((50, 50), ""), ((0, 50), "focus-x-0"), ((84, 96), "focus-x-8 focus-y-10")])
def test_the_focal_point_is_kept_in_sight_by_classes(focus: tuple[int, int], classes: str) -> None:
    html = picture(an_image(focal_x=focus[0], focal_y=focus[1]))
    assert html.startswith(f'<picture class="{classes}">' if classes else "<picture>")


def test_words_are_escaped() -> None:
    html = picture(an_image(), alt='"><script>alert(1)</script>', css_class='"><b>')
    assert "<script" not in html
    assert "<b>" not in html


def test_templates_show_an_image_with_a_tag() -> None:
    template = Template('{% load pictures %}{% picture image alt="A harbour" sizes="20rem" css_class="card__image" %}')
    html = template.render(Context({"image": an_image()}))
    assert html == picture(an_image(), alt="A harbour", sizes="20rem", css_class="card__image")


def test_the_height_of_a_rendition_follows_from_its_width() -> None:
    assert [an_image().height_at(width) for width in (1000, 320, 1)] == [500, 160, 1]
