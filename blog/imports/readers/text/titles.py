"""Which line of a page is its title: several can be, and the one for which most speaks is taken."""

import re
from itertools import pairwise

from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.names import is_personal_name
from blog.imports.readers.text.phrases import Furniture
from blog.imports.readers.text.signs import PATH_ENDS, QUOTATION_STARTS

_LONG, _LONGEST = 160, 400  # characters
_LONGEST_MENU_ITEM = 60
_SHORTEST_REPEATED = 8  # characters of a key that can be a part of another line by no accident
_WORDS_OF_PERSON = (2, 3)
_FEWEST_SPACES_OF_TITLE = 2  # sites have shorter names
_SENTENCES = re.compile(r"[^.!?…]{20}[.!?…][\"”“»]? .{20}")
_MENU = frozenset({Furniture.MENU, Furniture.NAVIGATION, Furniture.WIDGET})
# What no title says; the rest of the furniture's words can be one where nothing else is.
_NO_TITLES = frozenset({Furniture.REPLY_FORM, Furniture.LIKES, Furniture.COOKIES, Furniture.DISCLOSURE, Furniture.SHARE})


def can_be_title(line: PageLine) -> bool:
    """Whether a line by itself can be a title."""
    if not line.is_plain or len(line.text) > _LONGEST or not any(map(str.isalpha, line.text)):
        return False
    is_path = line.text[-1] in PATH_ENDS and not any(sign in line.text for sign in QUOTATION_STARTS)
    is_running = line.text.endswith(".") or (len(line.text) > _LONG and _SENTENCES.search(line.text) is not None)
    return not is_path and not (line.is_text and is_running)


def has_stamp_below(lines: list[PageLine], index: int) -> bool:
    """Whether the date or the byline stands directly below a line."""
    return index + 1 < len(lines) and lines[index + 1].is_stamp


def is_name_above_date(lines: list[PageLine], index: int) -> bool:
    """Whether a line can be the name of a person that stands above the date."""
    line, below = lines[index], lines[index + 1 : index + 3]
    if not line.is_plain or line.text.count(" ") + 1 not in _WORDS_OF_PERSON or not is_personal_name(line.text):
        return False
    data = next((line.metadata for line in below if line.metadata is not None), None)
    return data is not None and data.has_date and not data.has_byline and below[0].is_furniture


def find_title(lines: list[PageLine], text_start: int) -> int | None:
    """Return which of the lines above the first text is the title; None when none is."""
    has_blocks = any(line.is_block_start for line in lines[1:])
    candidates = [i for i in range(text_start) if can_be_title(lines[i]) and (lines[i].is_block_start or not has_blocks)]
    if not candidates:
        return _stand_in(lines, text_start)
    headings = tuple(line.key for line in lines if Furniture.COMMENTS in line.kinds)
    scores = {index: _score(lines, index, text_start, headings) for index in candidates}
    first = candidates[0]
    is_subtitled = has_blocks and lines[first].key.count(" ") >= _FEWEST_SPACES_OF_TITLE
    scores[first] += 5 if is_subtitled else 3  # what stands between a title of some words and the date is its subtitle
    return max(candidates, key=lambda index: (scores[index], -index))


def _stand_in(lines: list[PageLine], text_start: int) -> int | None:
    """Return a line that could be furniture, or a number, but stands where a title does, such as "Contact" above a text."""
    if text_start == len(lines):
        return None
    return next((index for index in range(text_start - 1, -1, -1) if _can_stand_in(lines[index])), None)


def _can_stand_in(line: PageLine) -> bool:
    return bool(line.key) and not line.is_item and not line.is_text and not line.kinds & _NO_TITLES


def _score(lines: list[PageLine], index: int, text_start: int, headings: tuple[str, ...]) -> int:
    """Return how much speaks for a line as the title; `headings` are those of comments, "3 thoughts on …"."""
    line = lines[index]
    is_above_text = index + 1 >= text_start
    reasons = (
        (any(heading.endswith(f" {line.key}") for heading in headings), 5),
        (has_stamp_below(lines, index) != _is_title_above_name(lines, index), 4),
        (_completes_an_earlier(lines, index, is_above_text=is_above_text or lines[index + 1].is_furniture), 6),
        (is_above_text, 1),
        (index > 0 and lines[index - 1].metadata is not None and line.is_block_start, 1),
        (" " in line.text, 1),
        (line.text.islower() and " " not in line.text, -3),  # the name of an account
        (_has_menu_below(lines, index, text_start), -3),  # the site's name
    )
    return sum(weight for holds, weight in reasons if holds)


def _completes_an_earlier(lines: list[PageLine], index: int, *, is_above_text: bool) -> bool:
    """Whether a line above begins or ends with this one: the title stands there too, with the site's name or a path.

    A refrain is repeated as well; but a title stands above the text, furniture stands between the two, or the first
    is longer and both stand alone.
    """
    key = lines[index].key
    if len(key) < _SHORTEST_REPEATED:
        return False
    holds_it = (
        place for place in range(index - 1, -1, -1) if lines[place].key.startswith(key) or lines[place].key.endswith(key)
    )
    earlier = next((place for place in holds_it if not lines[place].is_item), None)
    if earlier is None:
        return False
    between = lines[earlier + 1 : index]
    if not between:
        is_longer = len(lines[earlier].key) > len(key) and all(line.is_block_start for line in lines[earlier : index + 2])
        return is_above_text or is_longer
    return is_above_text or all(line.is_furniture for line in between)


def _has_menu_below(lines: list[PageLine], index: int, text_start: int) -> bool:
    return any(_is_in_menu(one) and _is_in_menu(other) for one, other in pairwise(lines[index + 1 : text_start]))


def _is_in_menu(line: PageLine) -> bool:
    return bool(line.kinds & _MENU) and len(line.text) <= _LONGEST_MENU_ITEM


def _is_title_above_name(lines: list[PageLine], index: int) -> bool:
    """Whether the author's name stands between a title of some words and the date; of the two, the name gets no credit."""
    name = index if is_name_above_date(lines, index) else index + 1
    if not 0 < name < len(lines) or not is_name_above_date(lines, name):
        return False
    title = lines[name - 1]
    return title.is_plain and title.text.count(" ") >= max(_WORDS_OF_PERSON)
