"""A whole page on one line: where the parts of it begin.

Only a line that is nearly all of its file is divided. Its parts, put together, are the line again.
"""

from itertools import pairwise

from blog.imports.readers.text.dates import date_at
from blog.imports.readers.text.folding import Words
from blog.imports.readers.text.phrases import Furniture, Lead, phrases

_SHORTEST_PAGE, _SHARE_OF_FILE = 250, 0.8  # characters
_MOST_WORDS = 20_000  # no page is longer
_MOST_TITLE_WORDS, _FEWEST_REPEATED = 30, 2
_MOST_PHRASE_WORDS = 12
_MOST_NAME_WORDS = 14
_MOST_HEAD_WORDS = 60  # where the date of a post stands
_MOST_SENTENCE_WORDS = 60
_SENTENCE_ENDS = ".!?:"
# Kinds whose phrases are too common in running text to divide a line.
_NEVER_INSIDE = frozenset({Furniture.MENU, Furniture.REPLY_FIELD, Furniture.READING, Furniture.ADVERT})
_LEADS = (Lead.BY, Lead.ON, Lead.CATEGORIES, Lead.TAGS)


def divide(sources: list[str]) -> dict[int, list[str]]:
    """Return the parts of the line that holds a whole page, by its index; nothing when no line does."""
    least = max(_SHORTEST_PAGE, _SHARE_OF_FILE * sum(map(len, sources)))
    return {
        index: _parts(source, has_title=any(map(str.strip, sources[:index])))
        for index, source in enumerate(sources)
        if len(source) > least
    }


def _parts(source: str, *, has_title: bool) -> list[str]:
    line = Words.of(source)
    if len(line) > _MOST_WORDS:
        return [source]
    places = {0, len(source)}
    for index in range(1, len(line)):
        if _begins_after_space(line, index) and not source[line.starts[index]].islower():
            places.update(_bounds(line, index))
    if not has_title:
        places.update(_end_of_title(line))
    return [source[start:end] for start, end in pairwise(sorted(places))]


def _bounds(line: Words, index: int) -> list[int]:
    """Return where the furniture that begins at a word begins and ends; nothing when none does."""
    words = line.words[index : index + _MOST_PHRASE_WORDS]
    if any(phrases().lead_at(lead, words) > 1 for lead in _LEADS):
        return [line.starts[index], *_end_of_name(line, index)]
    found = date_at(line, index) if index < _MOST_HEAD_WORDS else None
    if found is not None and found.value is not None and found.clock is not None:
        return [line.starts[index], *line.starts[found.end : found.end + 1]]
    whole, is_start = phrases().furniture_in(words, without=_NEVER_INSIDE)
    if whole and " " in line.between(index, index + whole):
        return [line.starts[index], *line.starts[index + whole : index + whole + 1]]
    return [line.starts[index], *_end_of_sentence(line, index)] if is_start else []


def _begins_after_space(line: Words, index: int) -> bool:
    return line.text[line.starts[index] - 1].isspace()


def _end_of_sentence(line: Words, index: int) -> list[int]:
    for place in range(index, min(index + _MOST_SENTENCE_WORDS, len(line) - 1)):
        if line.after(place) in _SENTENCE_ENDS and _begins_after_space(line, place + 1):
            return [line.starts[place + 1]]
    return []


def _end_of_name(line: Words, index: int) -> list[int]:
    """Return where the name after "Published by" ends when what follows repeats it: "… by X The X (ABC) is …"."""
    used = phrases().lead_at(Lead.BY, line.words, index)
    name = line.words[index + used : index + used + _MOST_NAME_WORDS] if used else []
    for length in range(len(name), 1, -1):
        after = index + used + length
        if any(line.words[start : start + length] == name[:length] for start in (after, after + 1)):
            return [line.starts[after]]
    return []


def _end_of_title(line: Words) -> list[int]:
    """Return where the text begins, if that can be told: texts often begin with the first words of their title."""
    title = line.words[:_FEWEST_REPEATED]
    for index in range(_FEWEST_REPEATED, min(_MOST_TITLE_WORDS, len(line) - _FEWEST_REPEATED)):
        if line.words[index : index + _FEWEST_REPEATED] == title and not line.text[line.starts[index]].islower():
            return [line.starts[index]]
    return []
