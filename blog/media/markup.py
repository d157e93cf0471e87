"""The HTML of an image: the one place that writes `<picture>`.

Browsers take the first format they know and the least file that fills the room which `sizes` gives it (HTML standard, 4.8.4).
Width and height keep the room free while it loads. Without renditions there is the image itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.imaging.encoding import Format
from blog.media.models import Image

TEXT_SIZES = "(min-width: 41rem) 38rem, 100vw"  # of the column of text, as the style sheet has it
SHARED_WIDTH_PIXELS = 1200  # what share cards are drawn at (Open Graph's readers)
TEXT_WIDTH_PIXELS = 640  # a smaller image is not blown up
FALLBACK_WIDTH_PIXELS = 1280  # for programs that know neither `srcset` nor `picture`


@dataclass(frozen=True, slots=True)
class Sized:
    """One file of an image, with its size in pixels."""

    address: str
    width: int
    height: int


def sized(image: Image, wanted: int) -> Sized:
    """Return a file that works everywhere, at about a width."""
    width = image.width_for(wanted) or image.width
    return Sized(image.address_for(wanted), width, image.height_at(width))


def text_sizes(image: Image) -> str:
    """Return how wide an image is shown in a text: the column's width, but no wider than the image is."""
    return TEXT_SIZES if image.width >= TEXT_WIDTH_PIXELS else f"{image.width}px"


def picture(image: Image, *, alt: str = "", sizes: str = TEXT_SIZES, loading: str = "lazy", css_class: str = "") -> SafeString:
    """Return the picture element of an image; an empty `alt` says that it is an ornament.

    With `loading` "eager", the browser loads it before others: for what stands on top of a page.
    """
    sources = [_source(image, file_format, sizes) for file_format in (Format.AVIF, Format.WEBP)] if image.widths else []
    inner = format_html("{}{}", format_html_join("", "{}", ((source,) for source in sources)), _img(image, alt, loading, sizes))
    classes = " ".join(filter(None, (css_class, image.focus_classes)))
    return (
        format_html('<picture class="{}">{}</picture>', classes, inner)
        if classes
        else format_html("<picture>{}</picture>", inner)
    )


def _source(image: Image, file_format: Format, sizes: str) -> SafeString:
    candidates = ", ".join(f"{image.rendition_address(width, file_format)} {width}w" for width in image.widths)
    return format_html('<source type="{}" srcset="{}" sizes="{}">', file_format.content_type, candidates, sizes)


def _img(image: Image, alt: str, loading: str, sizes: str) -> SafeString:
    candidates = list(_fallbacks(image))
    srcset = format_html(' srcset="{}" sizes="{}"', ", ".join(candidates), sizes) if len(candidates) > 1 else ""
    priority = SafeString(' fetchpriority="high"') if loading == "eager" else SafeString(' loading="lazy"')
    return format_html(
        '<img src="{}"{} width="{}" height="{}" alt="{}"{} decoding="async">',
        image.address_for(FALLBACK_WIDTH_PIXELS),
        srcset,
        image.width,
        image.height,
        alt,
        priority,
    )


def _fallbacks(image: Image) -> Iterator[str]:
    for width in image.widths:
        address = image.address if width == image.width else image.rendition_address(width, image.file)
        yield f"{address} {width}w"
