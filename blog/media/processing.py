"""What is made of an uploaded file: a picture decoded and encoded anew, its renditions, a document that was looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image as Pixels

from blog.imaging.decoding import Limits, decoded, in_standard_colors, upright
from blog.imaging.encoding import Format, encoded

type Options = Mapping[Format, Mapping[str, Any]]

LONGEST_SIDE_PIXELS = 2560  # of what is kept: as wide as screens are
WIDTHS = (320, 640, 960, 1280, 1920)  # of the renditions, beside the image's own
GRAPHIC_COLORS = 256  # a picture of no more is drawn, not taken: every edge in it counts
ORIGINAL_QUALITY = 90  # renditions are made from it
GRAPHIC_OPTIONS: Options = {Format.AVIF: {"quality": 80, "subsampling": "4:4:4"}, Format.WEBP: {"lossless": True}}
PHOTO_OPTIONS: Options = {}
OPAQUE = 255
CLOSE_TO_WHOLE = 0.9  # a rendition this near to the whole would save nothing


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored."""

    content: bytes
    file_format: Format
    width: int
    height: int


def limits() -> Limits:
    """Return what is read and decoded at most of an image."""
    return Limits(
        max_bytes=settings.IMAGE_MAX_BYTES,
        max_pixels=settings.IMAGE_MAX_PIXELS,
        max_jpeg_pixels=settings.IMAGE_MAX_JPEG_PIXELS,
    )


def picture_of(content: bytes) -> Picture:
    """Return the picture that an uploaded file holds: upright, no side above 2560 pixels, pixels and nothing else.

    What has transparent parts or few colors becomes a PNG, anything else a JPEG; of several frames the first.

    Raises:
        PictureError: when it is none, a damaged one, or larger than what is read.
    """
    return decoded(content, _picture, limits=limits(), side_pixels=LONGEST_SIDE_PIXELS)


def _picture(image: Pixels.Image) -> Picture:
    image.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS), Pixels.Resampling.LANCZOS)
    image = upright(in_standard_colors(image))
    if image.mode == "RGBA" and not _has_transparent_parts(image):
        image = image.convert("RGB")
    file_format = Format.PNG if image.mode == "RGBA" or _is_graphic(image) else Format.JPEG
    options = {"quality": ORIGINAL_QUALITY} if file_format is Format.JPEG else {}
    return Picture(encoded(image, file_format, **options), file_format, image.width, image.height)


def renditions_of(picture: Picture) -> Iterator[Picture]:
    """Yield the renditions of a stored picture, the smallest first, each in AVIF, WebP and its own format; none is larger."""
    with Pixels.open(BytesIO(picture.content)) as image:
        image.load()
    special = GRAPHIC_OPTIONS if _is_graphic(image) else PHOTO_OPTIONS
    for width in widths_below(picture.width):
        height = max(1, round(picture.height * width / picture.width))
        small = image if width == picture.width else image.resize((width, height), Pixels.Resampling.LANCZOS)
        for file_format in (Format.AVIF, Format.WEBP, picture.file_format):
            if width < picture.width or file_format is not picture.file_format:
                yield Picture(encoded(small, file_format, **special.get(file_format, {})), file_format, width, height)


def widths_below(width: int) -> list[int]:
    """Return the widths of the renditions of a picture: those below its own that differ enough, and its own."""
    return [*(below for below in WIDTHS if below < width * CLOSE_TO_WHOLE), width]


def _has_transparent_parts(image: Pixels.Image) -> bool:
    return any(image.getchannel("A").histogram()[:OPAQUE])


def _is_graphic(image: Pixels.Image) -> bool:
    return image.getcolors(GRAPHIC_COLORS) is not None
