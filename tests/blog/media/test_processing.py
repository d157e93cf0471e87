"""What becomes of a file that is put on the shelf: the stored picture and its renditions."""

import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from PIL import Image as Pixels
from PIL import ImageCms
from pytest_django import Settings

from blog.imaging.encoding import Format
from blog.imaging.errors import (
    DrawingError,
    HeicError,
    PictureError,
    TooLargeFileError,
    TooLargePictureError,
    UnreadablePictureError,
)
from blog.media.processing import LONGEST_SIDE_PIXELS, picture_of, renditions_of, widths_below
from tests.blog.media.pictures import BLUE, RED, drawing, encoded, opened, photo

HOSTILE = Path(project.BASE_DIR).parent / "shared" / "data" / "security"
UPSIDE_DOWN, ON_ITS_SIDE = 3, 6


def exif(orientation: int = 1) -> Pixels.Exif:
    """What a camera notes: how it was held, its maker, and the place."""
    noted = Pixels.Exif()
    noted[0x0112] = orientation
    noted[0x010F] = "A camera"
    noted.get_ifd(0x8825)[1] = "N"
    return noted


def test_a_photo_is_stored_as_jpeg_of_its_size() -> None:
    picture = picture_of(photo(801, 600))
    assert (picture.file_format, picture.width, picture.height) == (Format.JPEG, 801, 600)
    assert opened(picture.content).size == (801, 600)


def test_a_drawing_of_few_colors_stays_sharp() -> None:
    picture = picture_of(drawing())
    assert picture.file_format is Format.PNG
    assert opened(picture.content).convert("RGB").getcolors() == [(240_000, RED), (240_000, BLUE)]


def test_what_is_transparent_stays_so() -> None:
    image = opened(photo()).convert("RGBA")
    image.putalpha(Pixels.linear_gradient("L").resize(image.size))
    picture = picture_of(encoded(image, "PNG"))
    assert (picture.file_format, opened(picture.content).mode) == (Format.PNG, "RGBA")


def test_a_channel_of_transparency_that_hides_nothing_makes_no_png() -> None:
    image = opened(photo()).convert("RGBA")
    assert picture_of(encoded(image, "PNG")).file_format is Format.JPEG


@pytest.mark.parametrize("size", [(5000, 1000), (1000, 5000), (2561, 2561)])
def test_no_side_is_kept_longer_than_screens_are(size: tuple[int, int]) -> None:
    picture = picture_of(photo(*size))
    assert max(picture.width, picture.height) == LONGEST_SIDE_PIXELS
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.01)


def test_a_small_picture_is_not_made_larger() -> None:
    picture = picture_of(photo(40, 30))
    assert (picture.width, picture.height) == (40, 30)
    assert [(made.width, made.height) for made in renditions_of(picture)] == [(40, 30), (40, 30)]


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    half = opened(photo(400, 200))
    half.paste(RED, (0, 0, 400, 100))
    turned = opened(picture_of(encoded(half, exif=exif(UPSIDE_DOWN))).content)
    assert turned.getpixel((200, 180))[0] > 240  # type: ignore[index]  # a pixel of three bands
    on_side = picture_of(encoded(half, exif=exif(ON_ITS_SIDE)))
    assert (on_side.width, on_side.height) == (200, 400)


def test_the_place_and_everything_else_that_is_not_a_pixel_is_gone() -> None:
    extra: dict[str, Any] = {"exif": exif(), "comment": b"A remark", "xmp": b"<x:xmpmeta/>"}
    picture = picture_of(encoded(opened(photo()), **extra))
    for content in (picture.content, *(made.content for made in renditions_of(picture))):
        image = opened(content)
        assert not image.getexif()
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(image.info)
        assert b"A remark" not in content
        assert b"A camera" not in content


def test_colors_of_a_wide_profile_become_those_that_every_screen_shows() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert picture_of(encoded(opened(photo()), icc_profile=lab)).width == 800  # a profile that does not fit is left aside
    standard = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain, told = picture_of(photo()), picture_of(encoded(opened(photo()), quality=95, icc_profile=standard))
    pixels = [opened(picture.content).getpixel((400, 300)) for picture in (plain, told)]
    assert all(abs(one - other) < 6 for one, other in zip(*pixels, strict=True))


def test_renditions_are_made_in_three_formats_and_none_is_larger_than_the_picture() -> None:
    picture = picture_of(photo(1000, 500))
    made = {(rendition.width, rendition.height, rendition.file_format) for rendition in renditions_of(picture)}
    below = {(width, width // 2, file_format) for width in (320, 640) for file_format in ("avif", "webp", "jpg")}
    assert made == below | {(1000, 500, "avif"), (1000, 500, "webp")}  # the last JPEG is the picture itself
    for rendition in renditions_of(picture):
        image = opened(rendition.content)
        assert image.size == (rendition.width, rendition.height)
        assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[rendition.file_format]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (320, [320]),
        (340, [340]),
        (400, [320, 400]),
        (1000, [320, 640, 1000]),
        (2560, [320, 640, 960, 1280, 1920, 2560]),
    ],
)
def test_widths_differ_enough_to_be_worth_a_file(width: int, widths: list[int]) -> None:
    assert widths_below(width) == widths


def test_renditions_of_a_photo_cost_fewer_bytes_than_it() -> None:
    noise = Pixels.effect_noise((700, 500), 60).convert("RGB")
    picture = picture_of(encoded(noise))
    sizes = {made.file_format: len(made.content) for made in renditions_of(picture) if made.width == 700}
    assert sizes[Format.AVIF] < len(picture.content)
    assert sizes[Format.WEBP] < len(picture.content)


def test_a_drawing_with_programs_in_it_is_refused_with_the_reason() -> None:
    for svg in (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?>\n<svg/>',
        b"\xef\xbb\xbf <!DOCTYPE svg PUBLIC><svg/>",
    ):
        with pytest.raises(DrawingError, match="Export the drawing as PNG"):
            picture_of(svg)


def test_a_picture_of_a_telephone_that_cannot_be_read_is_refused_with_the_way_out() -> None:
    with pytest.raises(HeicError, match="as JPEG"):
        picture_of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")


def test_more_bytes_or_pixels_than_the_settings_allow_are_refused_with_the_figure(settings: Settings) -> None:
    settings.IMAGE_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(TooLargeFileError, match="larger than 2 MB"):
        picture_of(b"\x00" * (2 * 1024 * 1024 + 1))
    settings.IMAGE_MAX_PIXELS, settings.IMAGE_MAX_JPEG_PIXELS = 3_000_000, 4_000_000
    with pytest.raises(TooLargePictureError, match="more than 3 million pixels"):
        picture_of(drawing(2000, 1501))
    with pytest.raises(TooLargePictureError, match="more than 4 million pixels"):
        picture_of(photo(2000, 2001))


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(Pixels.new("1", (9000, 9000)), "PNG")
    assert len(bomb) < 1024 * 1024
    monkeypatch.setattr(Pixels.Image, "load", lambda _image: pytest.fail("it was decoded"))
    with pytest.raises(TooLargePictureError):
        picture_of(bomb)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_file_that_was_cut_off_is_refused(image_format: str) -> None:
    whole = encoded(Pixels.effect_noise((400, 300), 90).convert("RGB"), image_format)
    with pytest.raises(UnreadablePictureError):
        picture_of(whole[: len(whole) // 2])


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php system('id');", b"PK\x03\x04", zlib.compress(b"a")])
def test_what_hangs_on_a_picture_is_left_behind(tail: bytes) -> None:
    picture = picture_of(photo() + tail)
    assert tail not in picture.content


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the files of ../shared/data are not here")
@pytest.mark.parametrize("path", sorted(path for path in HOSTILE.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_files_that_have_broken_other_programs_do_no_harm_here(path: Path) -> None:
    try:
        picture = picture_of(path.read_bytes())
    except PictureError:
        assert not path.name.startswith("img_hopper.")
    else:
        assert path.name.startswith("img_")
        assert not opened(picture.content).getexif()
