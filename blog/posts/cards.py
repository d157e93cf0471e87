"""The picture that stands for a page where it is shared: its title and who published it, drawn with Pillow.

1200 by 630 pixels, as OpenGraph readers want it. Each text is set in the first font that has all of its characters, shaped and
ordered by HarfBuzz and FriBidi, which Pillow brings along. A text that no font has (Chinese, say) is left out, and for such a
title stands the name of the site: better a card with less on it than one with boxes.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import fontpkg_frank_ruhl_libre
import fontpkg_noto_sans_arabic
import fontpkg_noto_serif
from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT = 1200, 630
DESIGN = 1  # counted up when cards are drawn differently, so that they get new addresses
MARGIN, RULE, GAP = 72, 6, 30
PAPER, INK, INK_SOFT, ACCENT = "#fbfbf8", "#1a1d1e", "#54595c", "#0b5959"  # the theme's own: tokens.css
FRAME, FRAME_LINE = 112, 3
GROUNDS, PLATE_LINE, PLATE_PADDING = {"light": "#ffffff", "dark": "#14181a"}, "#d8dad3", 10  # as in logo.css
TITLE_SIZES, TITLE_HEIGHT, LINE_HEIGHT = (76, 66, 58, 50, 44, 38), 290, 1.2
NAME_SIZE, SITE_SIZE, LETTERS_SIZES, SEAL_PADDING = 32, 30, (40, 34, 28, 22, 16), 8
BOLD, REGULAR = 700, 400
FONTS = (fontpkg_noto_serif.ROOT, fontpkg_noto_sans_arabic.ROOT, fontpkg_frank_ruhl_libre.ROOT)
NOT_THERE = "\uffff"  # no character, so every font draws its box for it
ELLIPSIS = "…"

type Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What stands on a card."""

    title: str
    publisher: str
    letters: str
    site: str
    direction: Direction = "ltr"
    accent: str = ACCENT
    logo: str = ""  # the path of its file, which names what is in it; with one, it stands in place of the letters
    ground: str = ""

    @property
    def version(self) -> str:
        """What tells this card from every other."""
        return hashlib.sha256(json.dumps([DESIGN, *astuple(self)]).encode()).hexdigest()[:12]


def draw(card: Card, *, logo: bytes | None = None) -> bytes:
    """Return a card as PNG; `logo` is the content of the file that the card names, None where there is none."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    is_rtl = card.direction == "rtl"
    edge, anchor = (WIDTH - MARGIN, "r") if is_rtl else (MARGIN, "l")
    _rules(pen)
    _write(pen, (edge, MARGIN - 12), card.site, _font(card.site, SITE_SIZE, BOLD), INK, anchor + "s")
    lines, font = _fitted(card.title if _font(card.title, NAME_SIZE, BOLD) else card.site, card.direction)
    line_height = round(font.size * LINE_HEIGHT) if font else 0
    for number, line in enumerate(lines):
        pen.text((edge, MARGIN + 2 * GAP + number * line_height), line, INK, font, f"{anchor}a", direction=card.direction)
    frame_left = WIDTH - MARGIN - FRAME if is_rtl else MARGIN
    if logo is None:
        _seal(pen, card, frame_left)
    else:
        image.paste(_plate(logo, card.ground), (frame_left, HEIGHT - MARGIN - FRAME))
    beside = frame_left - GAP if is_rtl else frame_left + FRAME + GAP
    name, name_font = _one_line(card.publisher, WIDTH - 2 * MARGIN - FRAME - GAP)
    _write(pen, (beside, HEIGHT - MARGIN - FRAME // 2), name, name_font, INK_SOFT, anchor + "m")
    encoded = BytesIO()
    image.quantize(64 if logo is None else 256).save(encoded, "PNG", optimize=True)
    return encoded.getvalue()


def _rules(pen: ImageDraw.ImageDraw) -> None:
    """Draw the double rule below the name of the site, as on its pages."""
    top = MARGIN + 6
    for offset in (0, RULE):
        pen.line((MARGIN, top + offset, WIDTH - MARGIN, top + offset), INK, 2)


def _plate(logo: bytes, ground: str) -> Image.Image:
    """Return a logo, whole and unbent, in the middle of its ground."""
    plate = Image.new("RGB", (FRAME, FRAME), GROUNDS.get(ground, GROUNDS["light"]))
    with Image.open(BytesIO(logo)) as read:
        small = ImageOps.contain(read.convert("RGBA"), (FRAME - 2 * PLATE_PADDING,) * 2, Image.Resampling.LANCZOS)
    plate.paste(small, ((FRAME - small.width) // 2, (FRAME - small.height) // 2), small)
    ImageDraw.Draw(plate).rectangle((0, 0, FRAME - 1, FRAME - 1), outline=PLATE_LINE)
    return plate


def _seal(pen: ImageDraw.ImageDraw, card: Card, left: int) -> None:
    """Draw the letters of the organization in their frame."""
    top = HEIGHT - MARGIN - FRAME
    for inset in (0, 2 * FRAME_LINE):
        box = (left + inset, top + inset, left + FRAME - inset, top + FRAME - inset)
        pen.rectangle(box, outline=card.accent, width=FRAME_LINE)
    sizes = (font for size in LETTERS_SIZES if (font := _font(card.letters, size, BOLD)))
    font = next((font for font in sizes if font.getlength(card.letters) <= FRAME - 4 * SEAL_PADDING), None)
    _write(pen, (left + FRAME // 2, top + FRAME // 2), card.letters, font, card.accent, "mm")


def _write(
    pen: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    font: ImageFont.FreeTypeFont | None,
    color: str,
    anchor: str,
) -> None:
    if font is not None and text:
        pen.text(place, text, color, font, anchor)


def _fitted(title: str, direction: Direction) -> tuple[list[str], ImageFont.FreeTypeFont | None]:
    """Return the title in lines and the largest font in which they fit; what does not fit in the smallest is cut off."""
    if (font := _font(title, TITLE_SIZES[0], BOLD)) is None:
        return [], None
    lines = list[str]()
    for size in TITLE_SIZES:
        font = _font(title, size, BOLD) or font
        lines = list(_wrapped(title, font, direction))
        if len(lines) * size * LINE_HEIGHT <= TITLE_HEIGHT:
            return lines, font
    most = int(TITLE_HEIGHT / (TITLE_SIZES[-1] * LINE_HEIGHT))
    return [*lines[: most - 1], _cut(lines[most - 1], font, WIDTH - 2 * MARGIN)], font


def _wrapped(title: str, font: ImageFont.FreeTypeFont, direction: Direction) -> Iterator[str]:
    """Yield lines that are no wider than the card; a word that is wider is broken."""
    width, line = WIDTH - 2 * MARGIN, ""
    for word in title.split():
        longer = f"{line} {word}" if line else word
        if font.getlength(longer, direction=direction) <= width:
            line = longer
            continue
        if line:
            yield line
        *broken, line = _broken(word, font, width)
        yield from broken
    if line:
        yield line


def _broken(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    parts = [""]
    for sign in word:
        if font.getlength(parts[-1] + sign) > width:
            parts.append("")
        parts[-1] += sign
    return parts


def _one_line(text: str, width: int) -> tuple[str, ImageFont.FreeTypeFont | None]:
    """Return a text that fits in a line, cut where it must be."""
    font = _font(text, NAME_SIZE, REGULAR)
    if font is None or font.getlength(text) <= width:
        return text, font
    return _cut(text, font, width), font


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return the beginning of a text that leaves room for an ellipsis."""
    while text and font.getlength(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip(" ,;:.") + ELLIPSIS


def _font(text: str, size: int, weight: int) -> ImageFont.FreeTypeFont | None:
    """Return the first font that has every character of a text; None where there is none."""
    for folder in FONTS:
        font = _loaded(folder, size, weight)
        if all(_has(folder, sign) for sign in set(text) if not sign.isspace()):
            return font
    return None


@cache
def _loaded(folder: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    file = next(path for path in sorted((folder / "files").glob("*.ttf")) if "Italic" not in path.name)
    font = ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)
    axes = font.get_variation_axes()
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font


@cache
def _has(folder: Path, sign: str) -> bool:
    """Say whether a font has a character. One without a shape of its own (a joiner, a mark) counts as there."""
    font = _loaded(folder, SITE_SIZE, REGULAR)
    shape, box = font.getmask(sign), font.getmask(NOT_THERE)
    return shape.size != box.size or bytes(shape) != bytes(box)
