"""Files for tests of images, made here."""

from io import BytesIO
from typing import Any

from PIL import Image as Pixels
from PIL import ImageDraw

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)


def encoded(image: Pixels.Image, image_format: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def photo(width: int = 800, height: int = 600, *, seed: int = 0) -> bytes:
    """Return a JPEG of many colors; another seed gives another picture."""
    gradient = Pixels.linear_gradient("L").resize((width, height))
    other = Pixels.radial_gradient("L").resize((width, height))
    flat = Pixels.new("L", (width, height), (seed * 40) % 256)
    return encoded(Pixels.merge("RGB", (gradient, other, flat)), quality=95)


def drawing(width: int = 800, height: int = 600) -> bytes:
    """Return a PNG of two colors."""
    image = Pixels.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return encoded(image, "PNG")


def pdf(text: str = "A report") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n% " + text.encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def opened(content: bytes) -> Pixels.Image:
    image = Pixels.open(BytesIO(content))
    image.load()
    return image


def emblem(side: int = 400) -> bytes:
    """Return a PNG of a dark disc on nothing."""
    image = Pixels.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, side - 1, side - 1), fill=(20, 24, 26, 255))
    return encoded(image, "PNG")
