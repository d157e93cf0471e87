"""The head of a page: where its title stands and where its text begins."""

from dataclasses import dataclass

from blog.imports.document import LineRole
from blog.imports.readers.text.comments import announces
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.phrases import Furniture
from blog.imports.readers.text.roles import settle
from blog.imports.readers.text.titles import can_be_title, find_title, has_stamp_below, is_name_above_date

_MOST_LINES_TO_TEXT = 500  # menus before a title can be long
_MOST_LINES_AFTER_TITLE = 15
_FEWEST_LINES_OF_SIDEBAR, _MOST_LINES_OF_SIDEBAR = 12, 25
_HEADINGS = frozenset({Furniture.MENU, Furniture.WIDGET})  # words such as "History" and "Contact"


@dataclass(frozen=True, slots=True)
class Head:
    """Which line holds the title (None: no line does) and the first line that can be text."""

    title: int | None
    end: int


def find_head(lines: list[PageLine]) -> Head:
    """Find the title, and settle the lines above it and those between it and the text that are no text."""
    title = find_title(lines, _find_text(lines))
    if title is None:
        return Head(None, 0)
    for line in lines[:title]:
        settle(line, otherwise="above the title")
    lines[title].become(LineRole.TITLE, "title")
    return Head(title, _settle_below(lines, title))


def _find_text(lines: list[PageLine]) -> int:
    """Return the first line that can only be running text; the title stands above it."""
    has_title = False
    for index, line in enumerate(lines[:_MOST_LINES_TO_TEXT]):
        is_text = (line.is_text or (line.is_prose and line.is_sentence)) and not line.is_furniture
        is_title = can_be_title(line)
        if is_text and (has_title or not is_title) and not has_stamp_below(lines, index):
            return _below_sidebar(lines, index)
        has_title = has_title or is_title
    return min(len(lines), _MOST_LINES_TO_TEXT)


def _below_sidebar(lines: list[PageLine], index: int) -> int:
    """Return the first text below the one at the index when that is part of a sidebar that stands above the article."""
    if sum(not line.is_plain for line in lines[:index]) < _FEWEST_LINES_OF_SIDEBAR:
        return index
    below = range(index + 1, min(index + _MOST_LINES_OF_SIDEBAR, len(lines)))
    title = next((place for place in below if can_be_title(lines[place]) and has_stamp_below(lines, place)), None)
    if title is None:
        return index
    return next((place for place in range(title + 1, len(lines)) if lines[place].is_text), len(lines))


def _settle_below(lines: list[PageLine], title: int) -> int:
    """Settle what follows the title and is no text; return the first line that can be text."""
    end = title + 1
    for index in range(title + 1, min(len(lines), title + 1 + _MOST_LINES_AFTER_TITLE)):
        line = lines[index]
        if line.key and line.key == lines[title].key:
            line.become(LineRole.BOILERPLATE, "title, repeated")
        elif _is_furniture_of_head(lines, index):
            settle(line)
        elif is_name_above_date(lines, index):
            line.become(LineRole.BYLINE, "byline")
        elif announces(lines, line.text):
            line.become(LineRole.BOILERPLATE, "number of comments")
        elif line.is_text or not any(has_stamp_below(lines, place) for place in (index, index + 1)):
            break
        else:
            continue  # a subtitle, above the line with the date
        end = index + 1
    return end


def _is_furniture_of_head(lines: list[PageLine], index: int) -> bool:
    """Whether a line below the title is no text: furniture that is neither a first paragraph nor the heading of one."""
    line, above = lines[index], lines[index - 1]
    if not line.key:
        return True
    is_heading = bool(line.kinds) and line.kinds <= _HEADINGS and (above.role is LineRole.TITLE or above.is_plain)
    is_above_text = index + 1 < len(lines) and lines[index + 1].is_prose
    is_paragraph = line.is_text and Furniture.DISCLOSURE not in line.kinds
    return line.is_furniture and not is_paragraph and not (is_heading and is_above_text)
