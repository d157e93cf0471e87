"""What pages say around an article, in many languages: the tables of `languages/*.toml`, read once.

A table holds the words that every text of its language needs, the names of months and days, what stands before a name, a
date or a term, and under `[lines]` and `[starts]` whole lines and beginnings of lines by what they are; `#` is a number in
them, and a beginning with a colon at its end needs it. Both are looked up in dictionaries, folded (`folding.key_of`).
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from blog.imports.readers.text.folding import NUMBER, fold_word, key_of, tokens_of


class Furniture(StrEnum):
    """What a line of a page is when it is no part of the article; the names are those of the tables."""

    REPLY_HEADING = "reply_heading"
    REPLY_FORM = "reply_form"
    REPLY_FIELD = "reply_field"
    LIKES = "likes"
    LIKE_HEADING = "like_heading"
    SHARE = "share"
    SHARE_HEADING = "share_heading"
    COMMENTS = "comments"
    NO_COMMENTS = "no_comments"
    RELATED = "related"
    WIDGET = "widget"
    NAVIGATION = "navigation"
    MENU = "menu"
    NEWSLETTER = "newsletter"
    ADVERT = "advert"
    AUTHOR = "author"
    FOOTER = "footer"
    READING = "reading"
    COOKIES = "cookies"
    DISCLOSURE = "disclosure"


class Lead(StrEnum):
    """What stands before a name, a date or a term; the names are those of the tables."""

    BY = "by"
    ON = "on"
    UPDATED = "updated"
    IN = "in"
    ABOUT = "about"
    SAYS = "says"
    FOUNDED = "founded"
    CATEGORIES = "categories"
    TAGS = "tags"


type Kinds = frozenset[Furniture]
NO_KINDS: Kinds = frozenset()
UNCLEAR_MONTH = 0
_NO_LANGUAGES: frozenset[str] = frozenset()
_SENTENCES = frozenset({Furniture.COOKIES, Furniture.REPLY_FORM, Furniture.DISCLOSURE})
# How many words may follow a beginning of one word, of two, and of more; and one of a whole sentence.
_MOST_WORDS_AFTER = (5, 10, 25)
_MOST_WORDS_AFTER_SENTENCE = 60
_MOST_WORDS_OF_START = 12


@dataclass(frozen=True, slots=True)
class Start:
    """How a line of furniture begins."""

    key: str
    kind: Furniture
    language: str
    needs_colon: bool

    def fits(self, text: str, word_count: int) -> bool:
        """Whether a line that begins so is not much longer than such lines are."""
        words = self.key.count(" ") + 1
        has_colon = ":" in text[: len(self.key) + 3]
        is_sentence = self.kind in _SENTENCES and (words >= len(_MOST_WORDS_AFTER) or has_colon)
        most = _MOST_WORDS_AFTER_SENTENCE if is_sentence else _MOST_WORDS_AFTER[min(words, len(_MOST_WORDS_AFTER)) - 1]
        return (has_colon or not self.needs_colon) and word_count - words <= most


@dataclass(slots=True)
class Phrases:
    """The tables of all languages together."""

    lines: dict[str, tuple[Kinds, frozenset[str]]] = field(default_factory=dict)  # with the languages
    starts: dict[str, list[Start]] = field(default_factory=lambda: defaultdict(list))  # by their keys
    first_words: set[str] = field(default_factory=set)  # of the beginnings
    first_words_of_lines: set[str] = field(default_factory=set)
    leads: dict[Lead, dict[str, list[list[str]]]] = field(default_factory=lambda: {lead: defaultdict(list) for lead in Lead})
    months: dict[str, int] = field(default_factory=dict)
    weekdays: set[str] = field(default_factory=set)
    stop_words: dict[str, frozenset[str]] = field(default_factory=dict)

    def kinds_of(self, text: str, key: str) -> tuple[Kinds, frozenset[str]]:
        """Return what furniture a line is, and the languages that say so."""
        if (found := self.lines.get(key)) is not None:
            return found
        words = key.split(" ")
        starts = [start for start in self._starts_of(words) if start.fits(text, len(words))]
        if not starts:
            return NO_KINDS, _NO_LANGUAGES
        return frozenset(start.kind for start in starts), frozenset(start.language for start in starts)

    def kinds_of_line(self, key: str) -> Kinds:
        """Return what furniture a line is as a whole."""
        return self.lines.get(key, (NO_KINDS, _NO_LANGUAGES))[0]

    def furniture_in(self, words: list[str], *, without: Kinds) -> tuple[int, bool]:
        """Return how many of the words are a whole phrase of two or more, and whether they begin as furniture does."""
        whole = (length for length in range(len(words), 1, -1) if self.kinds_of_line(key_of(words[:length])) - without)
        starts = self._starts_of(key_of(words).split(" "))
        return next(whole, 0), any(" " in start.key for start in starts)

    def _starts_of(self, words: list[str]) -> Iterator[Start]:
        """Return the beginnings that a line of these words has."""
        if words[0] not in self.first_words:
            return
        for length in range(1, min(len(words), _MOST_WORDS_OF_START) + 1):
            yield from self.starts.get(" ".join(words[:length]), ())

    def lead_at(self, lead: Lead, words: list[str], at: int = 0) -> int:
        """Return how many of the words from a place on are a lead, the longest there is; 0 when none is."""
        found = self.leads[lead].get(words[at]) if at < len(words) else None
        if found is None:
            return 0  # as for nearly every word
        return max((len(phrase) for phrase in found if words[at : at + len(phrase)] == phrase), default=0)


@cache
def phrases() -> Phrases:
    """Return the tables of all languages."""
    tables = Phrases()
    for entry in sorted(files(__package__).joinpath("languages").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            _add(tables, entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text(encoding="utf-8")))
    return tables


def _add(tables: Phrases, language: str, table: dict[str, Any]) -> None:
    tables.stop_words[language] = frozenset(tokens_of(table["stop_words"]))
    tables.weekdays.update(tokens_of(table["weekdays"]))
    _add_months(tables, table["months"])
    for lead in Lead:
        for phrase in filter(None, map(tokens_of, table.get(lead, ()))):
            tables.leads[lead][phrase[0]].append(phrase)
    for kind, texts in table["lines"].items():
        for key in set(map(_key, texts)) - {""}:
            kinds, languages = tables.lines.get(key, (NO_KINDS, _NO_LANGUAGES))
            tables.lines[key] = kinds | {Furniture(kind)}, languages | {language}
            tables.first_words_of_lines.add(key.partition(" ")[0])
    for kind, texts in table["starts"].items():
        for text in texts:
            start = Start(_key(text), Furniture(kind), language, needs_colon=text.rstrip().endswith(":"))
            tables.starts[start.key].append(start)
            tables.first_words.add(start.key.partition(" ")[0])


def _add_months(tables: Phrases, months: Iterable[str]) -> None:
    """Add the names of the months; one that means another month in another language ("listopad") says nothing."""
    for number, names in enumerate(months, start=1):
        for name in map(fold_word, names.split()):
            tables.months[name] = number if tables.months.get(name, number) == number else UNCLEAR_MONTH


def _key(phrase: str) -> str:
    return key_of(tokens_of(phrase.replace(NUMBER, "0")))
