"""The comments that a page shows below its article."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import NamedTuple

from blog.imports.document import CommentText, LineRole
from blog.imports.readers.text.dates import FoundDate, date_at
from blog.imports.readers.text.folding import Words
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.phrases import Furniture, Lead, phrases
from blog.imports.readers.text.signs import AROUND_NAMES, CLOSING_QUOTES

_MOST_NAME_WORDS = 6
_MOST_COMMENTS = 1000
_FEWEST_SURE_WORDS = 3
_LINES_TO_FIRST_COMMENT = 4
_ENDS = frozenset(
    {
        Furniture.REPLY_HEADING,
        Furniture.REPLY_FORM,
        Furniture.RELATED,
        Furniture.LIKES,
        Furniture.FOOTER,
        Furniture.COOKIES,
        Furniture.WIDGET,
    }
)
_NUMBER = re.compile(r"\d{1,6}")
_NOON = time(12)


class _Heading(NamedTuple):
    """What stands above a comment, and how many lines it takes."""

    name: str
    submitted_at: datetime | None
    line_count: int


@dataclass(slots=True)
class _Comment:
    heading: _Heading
    text: list[str] = field(default_factory=list)


def announced_count(line: PageLine) -> int:
    """Return how many comments a heading announces; 0 when a line is no such heading."""
    if Furniture.COMMENTS not in line.kinds:
        return 0
    number = _NUMBER.search(line.text)
    if number is None:
        return 1 if " " in line.key else 0  # "One response to …"; a bare "Comments" announces nothing
    return min(int(number.group()), _MOST_COMMENTS)


def _is_sure_heading(line: PageLine) -> bool:
    """Whether a heading can only be that of comments: "There are 3 comments", "3 thoughts on “…”".

    "3 comments" and "3 thoughts on chess" can stand in an article too, and need comments below them.
    """
    is_whole = Furniture.COMMENTS in phrases().kinds_of_line(line.key) and line.key.count(" ") + 1 >= _FEWEST_SURE_WORDS
    return is_whole or (Furniture.COMMENTS in line.kinds and line.text.endswith(CLOSING_QUOTES))


def opens_thread(lines: list[PageLine], index: int) -> bool:
    """Whether comments stand below a heading: it can be nothing else, or one begins there."""
    line, below = lines[index], range(index + 1, min(index + 1 + _LINES_TO_FIRST_COMMENT, len(lines)))
    return announced_count(line) > 0 and (_is_sure_heading(line) or any(begins_comment(lines, place) for place in below))


def announces(lines: list[PageLine], number: str) -> bool:
    """Whether a heading on the page announces this number of comments."""
    return number.isdecimal() and any(number in line.text.split() for line in lines if announced_count(line))


def begins_comment(lines: list[PageLine], index: int) -> bool:
    """Whether a comment begins at a line: "NAME says:", "NAME September 17, 2014", or a name above a date."""
    return _heading(lines, index) is not None


def read_comments(lines: list[PageLine]) -> list[CommentText]:
    """Take the comments from the tail of a page and settle their lines."""
    start = next((index for index in range(len(lines)) if opens_thread(lines, index)), None)
    if start is None:
        return []
    lines[start].become(LineRole.BOILERPLATE, "heading of the comments")
    comments: list[_Comment] = []
    index = start + 1
    while index < len(lines) and (lines[index].is_reply_link or not lines[index].kinds & _ENDS):
        index += _read_line(lines, index, comments)
    return [
        CommentText(author_name=comment.heading.name, text="\n\n".join(comment.text), submitted_at=comment.heading.submitted_at)
        for comment in comments
        if comment.text
    ]


def _read_line(lines: list[PageLine], index: int, comments: list[_Comment]) -> int:
    """Read a line of the thread, or the lines of a heading; return how many were read."""
    line, heading = lines[index], _heading(lines, index)
    if heading is not None:
        comments.append(_Comment(heading))
        for part in lines[index : index + heading.line_count]:
            part.become(LineRole.COMMENT, f"author of comment {len(comments)}")
        return heading.line_count
    if line.kinds:
        line.become(LineRole.BOILERPLATE, "link to reply")
    elif comments:
        comments[-1].text.append(line.text)
        line.become(LineRole.COMMENT, f"comment {len(comments)}")
    else:
        line.become(LineRole.COMMENT, "comment without a name")
    return 1


def _heading(lines: list[PageLine], index: int) -> _Heading | None:
    line = lines[index]
    if line.is_prose or line.kinds:
        return None
    words, below = Words.of(line.text), _date_alone(lines[index + 1]) if index + 1 < len(lines) else None
    for place in range(1, min(len(words), _MOST_NAME_WORDS + 1)):
        name = line.text[: words.starts[place]].strip(AROUND_NAMES)
        used = phrases().lead_at(Lead.SAYS, words.words, place)
        if used and place + used == len(words):
            return _Heading(name, _moment(below), 1 if below is None else 2)
        found = date_at(words, place)
        if found is not None and found.value is not None and found.end == len(words):
            return _Heading(name, _moment(found), 1)
    can_be_name = 0 < len(words) <= _MOST_NAME_WORDS and not line.is_sentence and _date_alone(line) is None
    return _Heading(line.text, _moment(below), 2) if below is not None and can_be_name else None


def _date_alone(line: PageLine) -> FoundDate | None:
    """Return the date of a line that holds nothing else but the time of day and a link."""
    if line.is_prose or not any(map(str.isdecimal, line.text)):
        return None
    words = Words.of(line.text)
    start = phrases().lead_at(Lead.ON, words.words)
    found = date_at(words, start) if start < len(words) else None
    return found if found is not None and found.value is not None and len(words) - found.end <= 1 else None


def _moment(found: FoundDate | None) -> datetime | None:
    """Return when a comment was made as far as the page says it; which time zone it means is not known."""
    if found is None or found.value is None:
        return None
    return datetime.combine(found.value, time(*found.clock) if found.clock else _NOON, tzinfo=UTC)
