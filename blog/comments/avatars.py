"""Pictures of those who reply: a member's own, else one drawn from a number. No other host is asked, no address is in it."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from blog.accounts.models import picture_url

SIDE_PIXELS = 36  # as the style sheet has it
HUES = 12
ROWS = 5
PATTERNS = (  # a row, the same from both sides: where each of its dots and bars begins, and how far it reaches
    ((3, 0),),
    ((2, 0), (4, 0)),
    ((2, 2),),
    ((1, 0), (5, 0)),
    ((1, 1), (4, 1)),
    ((1, 4),),
)
SILHOUETTE = (
    '<svg class="avatar" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M12 12.5a4 4 0 100-8 4 4 0 000 8zm-7.5 7.5a7.5 6 0 0115 0z"/></svg>'
)


@lru_cache(maxsize=4096)
def identicon(number: int) -> SafeString:
    """Return the drawing that belongs to a number, as an SVG element of at most 150 characters; for 0 a silhouette.

    Five rows of dots and bars in one of twelve hues make 93,312 drawings. How wide a line is and which color a hue has, the
    style sheet says.
    """
    if not number:
        return mark_safe(SILHOUETTE)  # noqa: S308  # a constant
    rest, hue = divmod(number, HUES)
    path = ""
    for y in range(1, ROWS + 1):
        rest, pattern = divmod(rest, len(PATTERNS))
        path += "".join(f"M{x} {y}h{reach}" for x, reach in PATTERNS[pattern])
    drawing = f'<svg class="avatar hue-{hue}" viewBox="0 0 6 6" aria-hidden="true"><path d="{path}"/></svg>'
    return mark_safe(drawing)  # noqa: S308  # numbers alone


@lru_cache(maxsize=4096)
def portrait(name: str) -> SafeString:
    """Return the picture of this name that a member gave."""
    return format_html(
        '<img class="avatar u-photo" src="{}" width="{}" height="{}" loading="lazy" alt="">',
        picture_url(name),
        SIDE_PIXELS,
        SIDE_PIXELS,
    )
