"""An organization's colour, made readable: whatever is chosen, links and labels in it keep their contrast.

Contrast as WCAG 2.2 defines it (1.4.3, "relative luminance"); lightness is changed in OKLab (Ottosson 2020), which keeps the
hue.
"""

import re
from collections.abc import Sequence

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5
# What the accent stands on, and what stands on it, in cms/static/gazette/css/tokens.css: paper, surface, on-accent.
LIGHT = ("#fbfbf8", "#f0f1ec", "#ffffff")
DARK = ("#14181a", "#1e2427", "#10201f")
STEP = 0.01
LEAST_CHANNEL, GAMMA_END = 0.0031308, 0.04045  # IEC 61966-2-1 (sRGB)

type Triple = tuple[float, float, float]


def readable_shades(color: str) -> tuple[str, str]:
    """Return the shades of a colour (`#rrggbb`) that are readable in the light and the dark theme, as near to it as can be."""
    return _shade(color, LIGHT, -STEP), _shade(color, DARK, STEP)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(color: str, against: Sequence[str], step: float) -> str:
    """Return the colour, made lighter or darker until it is readable against each of the others."""
    lightness, *hue = _to_oklab(_linear(color))
    shade = color
    while min(contrast(shade, other) for other in against) < LEAST_CONTRAST:
        lightness += step
        shade = _hex(_into_gamut(lightness, hue[0], hue[1]))
    return shade


def _into_gamut(lightness: float, a: float, b: float) -> Triple:
    """Return the linear channels, with as much of the chroma as the screen can show at this lightness."""
    share = 1.0
    while share > 0:
        channels = _from_oklab((lightness, a * share, b * share))
        if all(0 <= channel <= 1 for channel in channels):
            return channels
        share -= 0.05
    grey = min(1.0, max(0.0, lightness)) ** 3
    return grey, grey, grey


def _linear(color: str) -> Triple:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _expand(red), _expand(green), _expand(blue)


def _expand(channel: float) -> float:
    return channel / 12.92 if channel <= GAMMA_END else ((channel + 0.055) / 1.055) ** 2.4


def _hex(channels: Triple) -> str:
    compressed = (12.92 * channel if channel <= LEAST_CHANNEL else 1.055 * channel ** (1 / 2.4) - 0.055 for channel in channels)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in compressed)


def _luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(channels: Triple) -> Triple:
    red, green, blue = channels
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(color: Triple) -> Triple:
    lightness, a, b = color
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
