"""What becomes of a file that is uploaded as a picture, and which files become none."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image, PngImagePlugin

from blog.accounts.pictures import LIMITS, small_square
from blog.imaging.errors import PictureError, TooLargeFileError, TooLargePictureError, UnreadablePictureError

HOSTILE = Path(settings.BASE_DIR).parent / "shared" / "data" / "security" / "python-pillow+Pillow"
RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
UPSIDE_DOWN = 3


def halves(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A picture that is red above and blue below."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    return image


def encoded(image: Image.Image, image_format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def made_of(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(small_square(content)))
    image.load()
    return image


def is_about(pixel: Any, color: tuple[int, int, int]) -> bool:
    return all(abs(given - wanted) < 24 for given, wanted in zip(pixel[:3], color, strict=True))


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header says what we want (ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_format_becomes_a_small_square_webp(image_format: str) -> None:
    image = made_of(encoded(halves(), image_format))
    assert (image.format, image.size) == ("WEBP", (192, 192))
    assert is_about(image.getpixel((96, 40)), RED)
    assert is_about(image.getpixel((96, 150)), BLUE)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (191, 193), (6000, 4000)])
def test_every_shape_becomes_a_square(size: tuple[int, int]) -> None:
    assert made_of(encoded(Image.new("RGB", size, RED), "PNG")).size == (192, 192)


def test_the_middle_is_what_stays() -> None:
    image = Image.new("RGB", (900, 300), RED)
    image.paste(GREEN, (300, 0, 600, 300))
    assert is_about(made_of(encoded(image, "PNG")).getpixel((4, 96)), GREEN)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    image = Image.new(mode, (300, 200))
    made_of(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))


def test_sixteen_bits_a_pixel_keep_their_brightness() -> None:
    image = made_of(encoded(Image.new("I;16", (300, 200), 32768), "PNG"))
    assert is_about(image.getpixel((96, 96)), (128, 128, 128))


def test_what_is_transparent_stays_so() -> None:
    image = made_of(encoded(Image.new("RGBA", (300, 300), (255, 0, 0, 0)), "PNG"))
    assert image.convert("RGBA").getpixel((96, 96))[3] == 0  # type: ignore[index]  # a pixel of four bands


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_upside_down_is_turned(image_format: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = UPSIDE_DOWN
    assert is_about(made_of(encoded(halves(), image_format, exif=exif)).getpixel((96, 40)), BLUE)


def test_where_and_with_what_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    options = {"exif": exif, "comment": b"A comment", "xmp": b"<x:xmpmeta/>", "icc_profile": b"A profile"}
    content = small_square(encoded(halves(), "JPEG", **options))
    image = Image.open(BytesIO(content))
    assert not image.getexif()
    assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(image.info)
    assert b"A c" not in content
    assert b"EXIF" not in content


def test_of_a_moving_picture_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (200, 200), color) for color in (RED, BLUE)]
    for image_format in ("GIF", "WEBP", "AVIF", "PNG"):
        image = made_of(encoded(frames[0], image_format, save_all=True, append_images=frames[1:]))
        assert is_about(image.getpixel((96, 96)), RED), image_format
        assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php system('id');", b"PK\x03\x04 an archive"])
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hangs_on_a_picture_is_left_behind(image_format: str, tail: bytes) -> None:
    assert tail not in small_square(encoded(halves(), image_format) + tail)


def test_what_hides_in_the_comments_of_a_picture_is_left_behind() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    assert b"script" not in small_square(encoded(halves(), "PNG", pnginfo=info))


def test_more_bytes_than_we_read_are_refused_unread() -> None:
    with pytest.raises(TooLargeFileError):
        small_square(b"\x00" * (LIMITS.max_bytes + 1))


@pytest.mark.parametrize("size", [(6001, 4000), (30_000, 30_000), (65_000, 65_000), (2**31 - 1, 1)])
def test_more_pixels_than_we_decode_are_refused_by_the_header(size: tuple[int, int]) -> None:
    with pytest.raises(TooLargePictureError):
        small_square(png(*size))


def test_a_small_file_of_many_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = png(9000, 9000, zlib.compress(b"\x00" * (9000 * 27_001)))
    assert len(bomb) < LIMITS.max_bytes
    Image.init()  # a reader of some format decodes a picture of its own when it is loaded
    monkeypatch.setattr(Image.Image, "load", lambda _image: pytest.fail("it was decoded"))
    with pytest.raises(TooLargePictureError):
        small_square(bomb)


def test_a_jpeg_with_more_scans_than_cameras_write_is_refused() -> None:
    content = encoded(halves((3000, 3000)), "JPEG", progressive=True)
    scans = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(TooLargePictureError):
        small_square(content[:-2] + scans * 64 + content[-2:])


def test_a_jpeg_that_comes_in_passes_is_read() -> None:
    assert made_of(encoded(halves(), "JPEG", progressive=True)).size == (192, 192)


NO_PICTURES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"This is a text.",
    "a page": lambda: b"<!DOCTYPE html><script>alert(1)</script>",
    "a drawing with scripts": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a document": lambda: b"%PDF-1.7\n%%EOF",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a bitmap": lambda: encoded(halves(), "BMP"),
    "a TIFF": lambda: encoded(halves(), "TIFF"),
    "an icon": lambda: encoded(halves(), "ICO"),
    "a JPEG 2000": lambda: encoded(halves(), "JPEG2000"),
    "a PNG without pixels": lambda: png(10, 10),
    "a PNG of no width": lambda: png(0, 10),
    "a PNG with broken pixels": lambda: png(10, 10, b"no deflate stream"),
}


@pytest.mark.parametrize("what", NO_PICTURES)
def test_what_is_no_picture_of_a_known_format_is_refused(what: str) -> None:
    content = NO_PICTURES[what]()
    with pytest.raises(UnreadablePictureError):
        small_square(content)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(image_format: str, part: float) -> None:
    whole = encoded(Image.effect_noise((400, 300), 90).convert("RGB"), image_format)
    with pytest.raises(UnreadablePictureError):
        small_square(whole[: int(len(whole) * part)])


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_one_wrong_byte_is_refused_or_read_and_never_an_accident(image_format: str) -> None:
    whole = encoded(Image.effect_noise((60, 40), 90).convert("RGB"), image_format)
    for place in range(0, min(len(whole), 900), 3):
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        with suppress(PictureError):
            assert small_square(broken)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the files of ../shared/data are not here")
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("img_*")), ids=lambda path: path.name)
def test_files_that_have_broken_other_programs_do_no_harm_here(path: Path) -> None:
    try:
        content = small_square(path.read_bytes())
    except PictureError:
        assert any(word in path.name for word in ("bomb", "truncated", "broken"))
    else:
        assert not Image.open(BytesIO(content)).getexif()
