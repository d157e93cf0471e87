"""Images in a text: a figure that names its image by number, with what this use says of it.

    <figure data-image="12"><img src="/media/images/….jpg" alt="…"><figcaption>…</figcaption></figure>

Without `alt`, the description of the image itself is used; an empty one says that it is an ornament here (HTML standard,
4.8.4.4). `src` is for the editor alone. Any other image in a text is dropped.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

OWN_IMAGE = re.compile(r"/media/images/[0-9a-f]{16}(?:-\d{1,4})?\.(?:avif|webp|jpg|png)(?:\?v=[0-9a-f]{1,64})?")
NUMBER = re.compile(r"[1-9]\d{0,17}")  # what databases take as a number of a row
_FIGURE = re.compile(r'<figure data-image="([1-9]\d{0,17})">(.*?)</figure>', re.DOTALL)
_OUTSIDE = re.compile(rf'({_FIGURE.pattern})|<img\b(?:[^">]|"[^"]*")*>', re.DOTALL)
_ALT = re.compile(r'<img\b(?:[^">]|"[^"]*")*?\salt="([^"]*)"')
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Figure:
    """An image in a text; `alt` is None where the image's own description serves."""

    image_id: int
    alt: str | None
    caption_html: str


type Show = Callable[[Figure], str]


def hidden(_figure: Figure) -> str:
    """Show nothing: for texts that have no images."""
    return ""


def figures_in(sanitized_html: str) -> list[Figure]:
    """Return the figures of a sanitized text, in their order."""
    return [_figure(match) for match in _FIGURE.finditer(sanitized_html)]


def with_figures(sanitized_html: str, show: Show) -> str:
    """Return the text with what `show` makes of each figure in its place."""
    return _FIGURE.sub(lambda match: show(_figure(match)), sanitized_html)


def without_other_images(sanitized_html: str) -> str:
    """Return the text without images that stand in no figure of ours."""
    if "<img" not in sanitized_html:
        return sanitized_html
    return _OUTSIDE.sub(lambda match: match[1] or "", sanitized_html)


def _figure(match: re.Match[str]) -> Figure:
    alt, caption = _ALT.search(match[2]), _CAPTION.search(match[2])
    return Figure(
        image_id=int(match[1]),
        alt=None if alt is None else html.unescape(alt[1]).strip(),
        caption_html="" if caption is None else caption[1].strip(),
    )
