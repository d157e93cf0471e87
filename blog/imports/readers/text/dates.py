"""Dates as pages write them, in many languages and orders. What is not certain is no date."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from blog.imports.readers.text.folding import Words
from blog.imports.readers.text.phrases import UNCLEAR_MONTH, Lead, phrases
from blog.imports.readers.text.signs import AFTER_DATES, BETWEEN_DATE_PARTS, HOURS_OF_HALVES

EARLIEST_YEAR = 1970  # what stands on a page as the date of a post is not older
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_LAST_DAY, _LAST_MONTH, _LAST_HOUR, _LAST_MINUTE = 31, 12, 23, 59
_PARTS = 3  # day, month and year
_DIGITS_OF_YEAR = 4
_MOST_WORDS_BETWEEN = 2


class Doubt(StrEnum):
    """Why something that looks like a date gives none."""

    NONE = ""
    WITHOUT_YEAR = "date without a year"
    AMBIGUOUS = "date that can be read in two ways"
    IMPOSSIBLE = "date that cannot be"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a line: `end` is the first word after it."""

    end: int
    value: date | None
    doubt: Doubt
    clock: tuple[int, int] | None


class _Part(NamedTuple):
    value: int
    is_month: bool  # by its name
    end: int


def moment_of(text: str) -> datetime | None:
    """Return the moment that a text of the form `ISO_MOMENT` means; None when there is no such moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if _is_plausible(moment.date()) else None


def date_at(line: Words, start: int) -> FoundDate | None:
    """Return the date that begins at a word, with the time of day after it."""
    if not _begins_date(line.words[start]):
        return None  # as with nearly every word
    parts = _parts(line.words, start)
    if len(parts) == _PARTS and not any(part.is_month for part in parts):
        found = _from_numbers(parts, line.after(start))
    else:
        found = _from_name(parts)
    if found is None:
        return None
    value, doubt, used = found
    end = parts[used - 1].end
    while end < len(line) and line.words[end] in AFTER_DATES:
        end += 1
    clock, end = _clock(line, end)
    return FoundDate(end, value, doubt, clock)


def _begins_date(word: str) -> bool:
    return word.isdecimal() or phrases().months.get(word, UNCLEAR_MONTH) != UNCLEAR_MONTH


def _parts(words: list[str], start: int) -> list[_Part]:
    """Return up to three numbers and names of months that stand together from a word on."""
    months, parts, between = phrases().months, list[_Part](), 0
    for index in range(start, len(words)):
        word = words[index]
        if word.isdecimal() and len(word) <= _DIGITS_OF_YEAR:
            parts.append(_Part(int(word), is_month=False, end=index + 1))
        elif months.get(word, UNCLEAR_MONTH):
            parts.append(_Part(months[word], is_month=True, end=index + 1))
        elif parts and word in BETWEEN_DATE_PARTS and between < _MOST_WORDS_BETWEEN:
            between += 1
            continue
        else:
            break
        between = 0
        if len(parts) == _PARTS:
            break
    return parts


type _Found = tuple[date | None, Doubt, int]  # the number of parts it takes


def _from_name(parts: list[_Part]) -> _Found | None:
    """Read "9 August 2017", "August 9, 2017" and "2017 August 9"; without the year it is no date."""
    months = [part.value for part in parts if part.is_month]
    numbers = [part.value for part in parts if not part.is_month]
    years = [number for number in numbers if number >= EARLIEST_YEAR]
    days = [number for number in numbers if 1 <= number <= _LAST_DAY]
    if len(months) != 1 or not days:
        return None
    if any(_LAST_DAY < number < EARLIEST_YEAR for number in numbers):
        return None, Doubt.IMPOSSIBLE, len(parts)
    if len(years) == len(days) == 1:
        return (*_checked(years[0], months[0], days[0]), _PARTS)
    return None, Doubt.WITHOUT_YEAR, 2


def _from_numbers(parts: list[_Part], separator: str) -> _Found | None:
    """Read "2017-08-09", "9.8.2017" and "13/08/2017"; "03/04/2018" can be read in two ways."""
    first, second, third = (part.value for part in parts)
    if first >= EARLIEST_YEAR:
        return (*_checked(first, second, third), _PARTS)
    if third < EARLIEST_YEAR or not separator or separator not in "./-":
        return None
    if separator == "." or first > _LAST_MONTH:
        return (*_checked(third, second, first), _PARTS)
    if second > _LAST_MONTH or first == second:
        return (*_checked(third, first, second), _PARTS)
    return None, Doubt.AMBIGUOUS, _PARTS


def _checked(year: int, month: int, day: int) -> tuple[date | None, Doubt]:
    try:
        value = date(year, month, day)
    except ValueError:
        return None, Doubt.IMPOSSIBLE
    return (value, Doubt.NONE) if _is_plausible(value) else (None, Doubt.IMPOSSIBLE)


def _is_plausible(value: date) -> bool:
    """Whether a date can be that of a post: none is to come, but for what is tomorrow elsewhere on the globe."""
    return value.year >= EARLIEST_YEAR and value <= datetime.now(UTC).date() + timedelta(days=1)


def _clock(line: Words, start: int) -> tuple[tuple[int, int] | None, int]:
    """Return the time of day that stands at a word, "at 4:02 pm" or "um 20:51 Uhr", and the word after it."""
    words, at = line.words, start + phrases().lead_at(Lead.ON, line.words, start)
    if at + 1 >= len(line) or not (words[at].isdecimal() and words[at + 1].isdecimal()):
        return None, start
    hour, minute = int(words[at]), int(words[at + 1])
    if line.after(at) not in {":", ".", "h"} or hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None, start
    end = at + 2
    if end < len(line) and words[end].isdecimal() and line.after(end - 1) == ":":
        end += 1  # seconds
    if end < len(line) and words[end] in HOURS_OF_HALVES:
        hour = hour % 12 + HOURS_OF_HALVES[words[end]]
        end += 1 if words[end].endswith("m") else 2  # "p.m." are two words
    elif end < len(line) and words[end] in AFTER_DATES:
        end += 1
    return (hour, minute), min(end, len(line))
