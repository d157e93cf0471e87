"""The tail of a page: where the article ends and comments, forms, links and the footer begin.

No phrase decides alone, for an article may say "Leave a reply" itself. Each line from the end upwards speaks for or against:
furniture for, prose that nothing above it explains against. The tail begins where the sum is greatest.
"""

from itertools import accumulate

from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.organization import is_heading_about
from blog.imports.readers.text.phrases import NO_KINDS, Furniture
from blog.imports.readers.text.sections import explain

_WEIGHTS = {
    Furniture.REPLY_FORM: 5.0,
    Furniture.LIKES: 4.0,
    Furniture.COOKIES: 3.0,
    Furniture.COMMENTS: 3.0,
    Furniture.SHARE: 3.0,
    Furniture.REPLY_HEADING: 3.0,
    Furniture.NO_COMMENTS: 2.5,
    Furniture.NEWSLETTER: 2.5,
    Furniture.RELATED: 2.0,
    Furniture.FOOTER: 2.0,
    Furniture.SHARE_HEADING: 2.0,
    Furniture.LIKE_HEADING: 2.0,
    Furniture.AUTHOR: 2.0,
    Furniture.NAVIGATION: 2.0,
    Furniture.WIDGET: 1.5,
    Furniture.MENU: 1.0,
    Furniture.DISCLOSURE: 1.0,
    Furniture.READING: 1.0,
    Furniture.ADVERT: 1.0,
    Furniture.REPLY_FIELD: 0.6,
}
_SINGLE_WORD, _ITEM = 0.5, 0.25  # how much less a line of one word weighs, and one of a list that does not share
_METADATA = 2.0  # "Posted by …"; a date, or a place and a date, say nothing, for letters end so
_LEAST = 0.9  # what a tail needs
_AGAINST_SHORT = 2.1  # what a line speaks against that may be a caption or a title
_AGAINST_SENTENCE = (6.5, 12.0)  # a short sentence and a long paragraph
_CHARACTERS_A_POINT = 25
_MOST_LINES_OF_WIDGET = 30
_HEADINGS = frozenset({Furniture.WIDGET, Furniture.MENU, Furniture.ADVERT, Furniture.READING, Furniture.REPLY_FIELD})
_SIDEBAR = frozenset({Furniture.WIDGET, Furniture.MENU, Furniture.NAVIGATION, Furniture.FOOTER})


def find_tail(lines: list[PageLine], start: int, author: str) -> int:
    """Return the index of the first line of the tail; the number of lines when there is none.

    Args:
        lines: the page.
        start: the first line that can be text.
        author: the name in the byline; a note about them in the tail is no part of the article.
    """
    _mark_notes_about(author, lines[start:])
    explained = explain(lines, start, author)
    weights = [_weight(line, is_explained=explained[index]) for index, line in enumerate(lines)]
    sums = list(accumulate(reversed(weights)))[::-1]
    best, found = _LEAST, len(lines)
    for index in range(start, len(lines)):
        if sums[index] >= best and weights[index] > 0 and _can_begin(lines, index):
            best, found = sums[index], index
    while start < found < len(lines) and not lines[found - 1].key:
        found -= 1  # an ornament above the tail
    return found


def _mark_notes_about(author: str, lines: list[PageLine]) -> None:
    for line in lines if author else []:
        if not line.kinds and is_heading_about(line.text, author):
            line.kinds = frozenset({Furniture.AUTHOR})


def _weight(line: PageLine, *, is_explained: bool) -> float:
    if line.kinds:
        is_listed = line.is_item and line.kinds != {Furniture.SHARE}
        part = _ITEM if is_listed else 1.0 if " " in line.key else _SINGLE_WORD
        return max(_WEIGHTS[kind] for kind in line.kinds) * part
    if line.metadata is not None:
        return _METADATA if line.metadata.has_lead and not line.metadata.is_name_bare else 0.0
    if is_explained or not line.key:
        return 0.0
    if line.is_sentence or line.is_prose:
        least, most = _AGAINST_SENTENCE
        return -min(max(len(line.text) / _CHARACTERS_A_POINT, least), most)
    return -_AGAINST_SHORT


def _can_begin(lines: list[PageLine], index: int) -> bool:
    """Whether the tail can begin at a line.

    A single word within a verse or an address is no furniture, and articles end with "Contact" or "Links" and a few lines.
    """
    line = lines[index]
    is_in_verse = index > 0 and not line.is_block_start and not lines[index - 1].is_furniture and not lines[index - 1].is_prose
    if is_in_verse and " " not in line.key:
        return False
    return not line.kinds or not line.kinds <= _HEADINGS or _is_in_sidebar(lines, index)


def _is_in_sidebar(lines: list[PageLine], index: int) -> bool:
    """Whether nothing stands below a heading, or the next furniture is of a sidebar or a menu too."""
    below = lines[index + 1 : index + 1 + _MOST_LINES_OF_WIDGET]
    next_kinds = next((line.kinds for line in below if line.kinds), NO_KINDS)
    return bool(next_kinds & _SIDEBAR) or (bool(below) and below[0].is_furniture)
