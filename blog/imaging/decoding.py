"""Decoding what strangers upload.

Bounds are checked before anything is decoded. A file is known by its contents alone, never by its name.
"""

import struct
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from blog.imaging.errors import (
    DrawingError,
    HeicError,
    TooLargeFileError,
    TooLargePictureError,
    UnreadablePictureError,
)

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
START_OF_SCAN = b"\xff\xda"  # ITU-T T.81, B.1.1.3; no such pair stands in the coded pixels
MAX_SCANS = 64  # cameras write ten at most; each is a pass over all pixels, and 5 MB hold a hundred thousand
SNIFFED_BYTES = 1024
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")  # ISO/IEC 23008-12, annex B

# What Pillow raises on a broken file: the readers of single formats let through whatever they stumbled over, and of some
# faults Pillow only warns, which raises where warnings are errors.
BROKEN = (
    OSError,
    RuntimeError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
    UserWarning,
)
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
MEGABYTE, MEGAPIXEL = 1024 * 1024, 1_000_000

# A decoded picture takes four bytes a pixel. One at a time in a process: so many requests at once cost no more than one.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is read and decoded at most. A JPEG may have more pixels, since it can be decoded at a fraction of its size."""

    max_bytes: int
    max_pixels: int
    max_jpeg_pixels: int

    def check_bytes(self, size: int) -> None:
        """Accept a size in bytes.

        Raises:
            TooLargeFileError: when it is above what is read.
        """
        if size > self.max_bytes:
            raise TooLargeFileError(megabytes=self.max_bytes // MEGABYTE)

    def check_pixels(self, image: Image.Image, content: bytes) -> None:
        """Accept a picture that was not decoded yet.

        Raises:
            TooLargePictureError: when it has more pixels than are decoded, or more passes over them than cameras write.
        """
        is_jpeg = image.format == "JPEG"
        most = self.max_jpeg_pixels if is_jpeg else self.max_pixels
        if image.width * image.height > most or (is_jpeg and content.count(START_OF_SCAN) > MAX_SCANS):
            raise TooLargePictureError(megapixels=most // MEGAPIXEL)


def decoded[ResultT](content: bytes, make: Callable[[Image.Image], ResultT], *, limits: Limits, side_pixels: int) -> ResultT:
    """Return what `make` does with the decoded picture: RGB or RGBA, as it lies in the file; of several frames the first.

    A JPEG may come smaller than it is, but no side of it below `side_pixels`. `make` turns it with `upright`, when there
    is least to turn.

    Raises:
        TooLargeFileError: above the limit of bytes.
        TooLargePictureError: above the limit of pixels, as the header says, or with more scans than cameras write.
        UnreadablePictureError: when it is no JPEG, PNG, WebP, AVIF or GIF, or a damaged one.
    """
    limits.check_bytes(len(content))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            limits.check_pixels(image, content)
            with _one_at_a_time:
                return make(_plain(image, side_pixels))
    except TOO_MANY_PIXELS as error:
        raise TooLargePictureError(megapixels=limits.max_pixels // MEGAPIXEL) from error
    except BROKEN as error:
        raise _unreadable(content) from error


def upright(image: Image.Image) -> Image.Image:
    """Return the picture turned as the camera noted that it was held."""
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:  # what the camera noted cannot be read; that harms no pixel
        return image


def in_standard_colors(image: Image.Image) -> Image.Image:
    """Return a picture that carries a color profile in the colors that a file without one has (sRGB)."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=image.mode) or image
    except (ImageCms.PyCMSError, *BROKEN):  # of another color space, or broken: the colors stay as they are
        return image


def _plain(image: Image.Image, side_pixels: int) -> Image.Image:
    image.draft("RGB", (side_pixels, side_pixels))
    image.load()
    if image.mode.startswith("I"):  # 16 bits a pixel: converted as they are, all would be white
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _unreadable(content: bytes) -> UnreadablePictureError:
    """Return the error that helps most with a file of this beginning."""
    head = content[:SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in head:
        return DrawingError()
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HeicError()
    return UnreadablePictureError()
