"""The table of contents of an article, from the headings that its rendering has given ids."""

import re
from typing import NamedTuple

from blog.richtext.text import plain_text

_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


class Heading(NamedTuple):
    """A heading: 2 for a section, 3 for a part of one; its id in the article; its words."""

    level: int
    anchor: str
    text: str


def headings(rendered_html: str) -> list[Heading]:
    """Return the sections of a rendered article and their parts, in order; a heading without words is none."""
    found = (Heading(int(level), anchor, plain_text(inner)) for level, anchor, inner in _HEADING.findall(rendered_html))
    return [heading for heading in found if heading.text]
