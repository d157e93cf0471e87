"""Members' pictures: whatever is uploaded becomes a small square WebP that holds pixels and nothing else.

Bounds are checked before anything is decoded. A file is known by its contents alone, never by its name.
"""

import secrets
import struct
import zlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
MAX_BYTES = 5 * 1024 * 1024  # this figure and the next stand in what people are told, too
MAX_PIXELS = 24_000_000
START_OF_SCAN = b"\xff\xda"  # ITU-T T.81, B.1.1.3; no such pair stands in the coded pixels
MAX_SCANS = 64  # cameras write ten at most; each is a pass over all pixels, and 5 MB hold a hundred thousand
SIDE_PIXELS = 192  # twice what pages show, for fine screens
QUALITY = 82
FOLDER = "pictures"
NAME_BYTES = 16

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


class PictureError(Exception):
    """A file that becomes no picture; its text tells the person why."""

    message: str | Promise

    def __str__(self) -> str:
        return str(self.message)


class TooLargeFileError(PictureError):
    """More bytes than are read."""

    message = _("This file is larger than 5 MB. Choose a smaller one.")


class TooLargePictureError(PictureError):
    """More pixels, or passes over them, than are decoded."""

    message = _("This picture has more than 24 million pixels. Make it smaller first.")


class UnreadablePictureError(PictureError):
    """No picture of a known format, or a damaged one."""

    message = _("This file is no picture that we can read. JPEG, PNG, WebP, AVIF and GIF work.")


def small_square(content: bytes) -> bytes:
    """Return the middle of a picture as a WebP of 192 by 192 pixels, upright, without metadata; of several frames the first.

    Raises:
        TooLargeFileError: above 5 MB.
        TooLargePictureError: above 24 megapixels, as the header says, or with more scans than cameras write.
        UnreadablePictureError: when it is no JPEG, PNG, WebP, AVIF or GIF, or a damaged one.
    """
    if len(content) > MAX_BYTES:
        raise TooLargeFileError
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS or _scans(image, content) > MAX_SCANS:
                raise TooLargePictureError
            return _encoded(_upright_square(image))
    except TOO_MANY_PIXELS as error:
        raise TooLargePictureError from error
    except BROKEN as error:
        raise UnreadablePictureError from error


def _scans(image: Image.Image, content: bytes) -> int:
    return content.count(START_OF_SCAN) if image.format == "JPEG" else 1


def _upright_square(image: Image.Image) -> Image.Image:
    """Return the middle square. It is turned last: what is square and central stays so, and little is left to turn."""
    image.draft("RGB", (2 * SIDE_PIXELS, 2 * SIDE_PIXELS))  # a JPEG is decoded no larger than that
    image.load()
    if image.mode.startswith("I"):  # 16 bits a pixel: converted as they are, all would be white
        image = image.point(lambda value: value / 256).convert("L")
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return _upright(ImageOps.fit(plain, (SIDE_PIXELS, SIDE_PIXELS)))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:  # what the camera noted cannot be read; that harms no pixel
        return image


def _encoded(image: Image.Image) -> bytes:
    image.info.clear()  # what an encoder would copy: place, camera, color profile, comments
    encoded = BytesIO()
    image.save(encoded, "WEBP", quality=QUALITY, method=4)
    return encoded.getvalue()


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.webp"


def store(picture: bytes) -> str:
    """Store a picture and return its name, which nobody can guess and which is never used again."""
    name = secrets.token_hex(NAME_BYTES)
    default_storage.save(_path(name), ContentFile(picture))
    return name


def read(name: str) -> bytes | None:
    """Return a stored picture; None where there is none of that name."""
    try:
        with default_storage.open(_path(name)) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    """Delete a stored picture; one that is gone already is no error."""
    default_storage.delete(_path(name))
