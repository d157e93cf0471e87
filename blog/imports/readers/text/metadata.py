"""Lines that say when, by whom and under which headings a post was published."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from blog.imports.readers.text.dates import ISO_MOMENT, Doubt, FoundDate, date_at, moment_of
from blog.imports.readers.text.folding import NUMBER, Words, key_of, tokens_of
from blog.imports.readers.text.names import is_name, is_personal_name
from blog.imports.readers.text.organization import is_name_of_organization
from blog.imports.readers.text.phrases import Furniture, Lead, phrases
from blog.imports.readers.text.signs import AROUND_NAMES, CLOCK_WORDS

_SEPARATORS = re.compile(r"\s*[|·•¦]\s*|\s+[\u2013\u2014-]\s+|(?<!\d)\s*/\s*|\s*/\s*(?!\d)|^[*\u2013\u2014-]\s+")
_DOUBLED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d{1,2}[./ ])")  # "1. May 20161. May 2016": published, changed
_TERM_SEPARATORS = re.compile(r"[,;\u060c\u3001\uff0c]")
_LONGEST, _LONGEST_TERMS = 160, 1500  # characters
_MOST_NAME_WORDS = 14  # organizations have long names
_MOST_TERM_WORDS = 6
_MOST_WORDS_OF_LONE_TERM = 3  # "Tagged winter"; with more words it is rather a heading, "Topics of the day to come"
# What may stand beside a date or a name: "Posted on … by … | Leave a comment".
_FITTING = frozenset(
    {
        Furniture.COMMENTS,
        Furniture.NO_COMMENTS,
        Furniture.READING,
        Furniture.REPLY_HEADING,
        Furniture.NAVIGATION,
        Furniture.REPLY_FIELD,
    }
)
_NUMBERS = CLOCK_WORDS | {NUMBER}


@dataclass(slots=True)
class Metadata:
    """What a line says about its post; nothing else stands in it."""

    published_at: date | datetime | None = None
    has_date: bool = False
    doubt: Doubt = Doubt.NONE
    name: str = ""
    has_byline: bool = False
    has_terms: bool = False
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    has_lead: bool = False  # words such as "Posted on" stand before what it says
    is_name_bare: bool = False  # the name stands beside a date, without "by"
    leftover: list[str] = field(default_factory=list)

    @property
    def is_stamp(self) -> bool:
        """Whether it says when or by whom, as the line below a title does."""
        return self.has_date or self.has_byline


def metadata_of(text: str, key: str) -> Metadata | None:
    """Return what a line with this key says about its post; None when it says anything else too."""
    if not _can_be(text, key):
        return None
    found = Metadata()
    if (match := ISO_MOMENT.search(text)) is not None:
        found.published_at, found.has_date = moment_of(match.group()), True
        text = f"{text[: match.start()]}|{text[match.end() :]}"
    for part in _SEPARATORS.split(_DOUBLED_YEAR.sub(r"\1 | ", text)):
        _read_part(Words.of(part, are_joined=True), found)
    is_heading = " " not in text and not found.name  # "Author" says nothing, "Posted by" has lost the name
    is_about_post = found.has_date or found.has_terms or (found.has_byline and not is_heading)
    return found if is_about_post and all(_settle(leftover, found) for leftover in found.leftover) else None


def _can_be(text: str, key: str) -> bool:
    """Whether it is worth the while to read a line: it holds a number or begins as such lines do."""
    first = key.partition(" ")[0]
    leads = phrases().leads
    if first in leads[Lead.CATEGORIES] or first in leads[Lead.TAGS]:
        return len(text) <= _LONGEST_TERMS
    has_lead = first in leads[Lead.BY] or first in leads[Lead.ON] or first in leads[Lead.IN]
    return len(text) <= _LONGEST and (has_lead or NUMBER in key)


def _read_part(line: Words, found: Metadata) -> None:
    """Take from a part of a line what can be told; what cannot is left over."""
    at = 0
    while at < len(line):
        used = _date(line, at, found) or _terms(line, at, found) or _byline(line, at, found) or _small_words(line, at)
        if used:
            at += used
            continue
        end = next((place for place in range(at + 1, len(line)) if date_at(line, place) is not None), len(line))
        found.leftover.append(line.text[line.starts[at] : line.ends[end - 1] + 1])
        at = end


def _date(line: Words, at: int, found: Metadata) -> int:
    """Take a date with what stands before it, "Last updated on Tue, 9 May 2017"; return how many words it has."""
    updated = phrases().lead_at(Lead.UPDATED, line.words, at)
    lead = updated or phrases().lead_at(Lead.ON, line.words, at)
    date_found = _date_or_weekday_at(line, at + lead)
    if date_found is None:
        return 0
    found.has_date = True
    found.has_lead = found.has_lead or bool(lead)
    if not updated and found.published_at is None:
        found.published_at, found.doubt = date_found.value, date_found.doubt
    return date_found.end - at


def _date_or_weekday_at(line: Words, at: int) -> FoundDate | None:
    """Return the date that stands at a word, or behind the name of the day; "Mar" begins a month and is a Tuesday too."""
    if at >= len(line):
        return None
    is_weekday = line.words[at] in phrases().weekdays and at + 1 < len(line)
    return date_at(line, at) or (date_at(line, at + 1) if is_weekday else None)


def _small_words(line: Words, at: int) -> int:
    """Return how many words say nothing without what a page has lost: "Posted on", "in", "Monday"."""
    used = max(phrases().lead_at(lead, line.words, at) for lead in (Lead.ON, Lead.IN, Lead.UPDATED))
    return used or (line.words[at] in phrases().weekdays)


def _terms(line: Words, at: int, found: Metadata) -> int:
    for lead, terms in ((Lead.TAGS, found.tags), (Lead.CATEGORIES, found.categories), (Lead.IN, found.categories)):
        used = phrases().lead_at(lead, line.words, at)
        is_sure = used > 1 or line.is_joined(at) or (at > 0 if lead is Lead.IN else at == 0)
        if used and is_sure and (at + used < len(line) or lead is not Lead.IN):
            end = _end_of_terms(line, at + used)
            names = [name for part in _TERM_SEPARATORS.split(line.between(at + used, end)) if (name := part.strip(" .:…#"))]
            is_list = used > 1 or len(names) > 1 or line.after(at + used - 1) == ":"
            most_words = _MOST_TERM_WORDS if is_list else _MOST_WORDS_OF_LONE_TERM
            if any(len(name.split()) > most_words for name in names):
                return 0
            terms.extend(names)
            found.has_terms = found.has_lead = True
            return end - at
    return 0


def _end_of_terms(line: Words, start: int) -> int:
    """Return where the terms from a word on end: at other terms, at a byline or at the end of a sentence."""
    for index in range(start + 1, len(line)):
        used = phrases().lead_at(Lead.TAGS, line.words, index)
        is_tags = used > 1 or (used > 0 and line.is_joined(index))
        if is_tags or line.after(index - 1) == "." or _is_byline_of_sentence(line, index):
            return index
    return len(line)


def _is_byline_of_sentence(line: Words, index: int) -> bool:
    """Whether a byline ends the sentence that lists the terms: "… and tagged ships by Jane Doe.": "by" stands in terms too."""
    start = index + phrases().lead_at(Lead.BY, line.words, index)
    end = next((place for place in range(start, len(line)) if line.after(place) == "."), None)
    return start > index and end is not None and is_personal_name(line.between(start, end + 1))


def _byline(line: Words, at: int, found: Metadata) -> int:
    used = phrases().lead_at(Lead.BY, line.words, at)
    if not used:
        return 0
    start, end = at + used, at + used
    while end < len(line) and end - start < _MOST_NAME_WORDS and not _ends_name(line, start, end, has_date=found.has_date):
        end += 1
    name = line.between(start, end).strip(AROUND_NAMES)
    is_lead_sure = used > 1 or line.after(start - 1) == ":"  # "De Madrid a Lisboa" names nobody
    if name and not (is_name(name) if is_lead_sure else is_personal_name(name)) and not is_name_of_organization(name):
        return 0
    found.has_byline = found.has_lead = True
    found.name = found.name or name
    return end - at


def _ends_name(line: Words, start: int, index: int, *, has_date: bool) -> bool:
    """Whether a name that begins at `start` has ended: a date, a time of day or headings follow, "by Jane Doe in News"."""
    is_in = has_date and index > start and phrases().lead_at(Lead.IN, line.words, index) > 0
    is_before_link = index > start and line.after(index - 1) == "." and phrases().kinds_of_line(key_of(line.words[index:]))
    if is_in or is_before_link or _is_moment(line, index):
        return True
    leads = (Lead.ON, Lead.IN, Lead.CATEGORIES, Lead.TAGS) if index > start else (Lead.ON,)
    used = max(phrases().lead_at(lead, line.words, index) for lead in leads)
    return used > 1 or (used > 0 and (_is_moment(line, index + used) or line.is_joined(index)))


def _is_moment(line: Words, index: int) -> bool:
    """Whether a date or a time of day stands at a word."""
    if index >= len(line):
        return False
    if line.words[index].isdecimal() and line.after(index) == ":":
        return True
    return _date_or_weekday_at(line, index) is not None


def _settle(leftover: str, found: Metadata) -> bool:
    """Find a place for what was left of a line: a count, a name that stands alone, or a category."""
    text = leftover.strip(" ,:.")
    key = key_of(tokens_of(text))
    if _NUMBERS.issuperset(key.split()) or phrases().kinds_of(text, key)[0] & _FITTING:
        return True
    name = text.strip("()")
    if not (found.is_stamp or found.has_terms) or not is_personal_name(name):
        return False
    if text.endswith(")") or found.name or not found.published_at:
        found.categories.append(name)
    else:
        found.name, found.has_byline, found.is_name_bare = name, True, True
    return True
