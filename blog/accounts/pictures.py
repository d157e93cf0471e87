"""Members' pictures: whatever is uploaded becomes a small square WebP that holds pixels and nothing else."""

import secrets
from datetime import datetime

from PIL import Image, ImageOps

from blog.imaging.decoding import MEGABYTE, MEGAPIXEL, Limits, decoded, upright
from blog.imaging.encoding import Format, encoded
from blog.storage import files

LIMITS = Limits(max_bytes=5 * MEGABYTE, max_pixels=24 * MEGAPIXEL, max_jpeg_pixels=24 * MEGAPIXEL)
SIDE_PIXELS = 192  # twice what pages show, for fine screens
QUALITY = 82
FOLDER, ENDING = "pictures", ".webp"
NAME_BYTES = 16


def small_square(content: bytes) -> bytes:
    """Return the middle of a picture as a WebP of 192 by 192 pixels, upright, without metadata; of several frames the first.

    Raises:
        TooLargeFileError: above 5 MB.
        TooLargePictureError: above 24 megapixels, as the header says, or with more scans than cameras write.
        UnreadablePictureError: when it is no JPEG, PNG, WebP, AVIF or GIF, or a damaged one.
    """
    square = decoded(content, _upright_square, limits=LIMITS, side_pixels=2 * SIDE_PIXELS)
    return encoded(square, Format.WEBP, quality=QUALITY)


def _upright_square(image: Image.Image) -> Image.Image:
    """Return the middle square. It is turned last: what is square and central stays so, and little is left to turn."""
    return upright(ImageOps.fit(image, (SIDE_PIXELS, SIDE_PIXELS)))


def _path(name: str) -> str:
    return f"{FOLDER}/{name}{ENDING}"


def store(picture: bytes) -> str:
    """Store a picture and return its name, which nobody can guess and which is never used again."""
    name = secrets.token_hex(NAME_BYTES)
    files.store(_path(name), picture)
    return name


def read(name: str) -> bytes | None:
    """Return a stored picture; None where there is none of that name."""
    return files.read(_path(name))


def names() -> list[str]:
    """Return the names of all stored pictures."""
    return [file.removesuffix(ENDING) for file in files.listed(FOLDER)[1]]


def stored_at(name: str) -> datetime:
    """Return when a picture was stored."""
    return files.stored_at(_path(name))


def remove(name: str) -> None:
    """Delete a stored picture; one that is gone already is no error."""
    files.remove(_path(name))
