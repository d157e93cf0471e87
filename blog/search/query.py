"""What a visitor's words ask for. Nothing that can be typed is an error."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Self

from blog.richtext.text import printable

MAX_CHARACTERS = 200
MAX_TERMS = 10
MAX_WORD_CHARACTERS = 60
SHORTEST_PREFIX = 2  # one letter begins half of all words

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PARTS = re.compile(r'"([^"]*)"?|([^"\s]+)')
_WORD = re.compile(r"[^\W_]+")


def fold(word: str) -> str:
    """Return a word as the index compares it: in small letters, the Latin ones without diacritics."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in word)
    return "".join(base if base.isascii() else letter for base, letter in zip(letters, word, strict=True)).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words and phrases, all of which a text must hold.

    Each term is a tuple of words: one word, or the words of a phrase in their order. `is_open` says that the last term is a
    word which may go on: "demo" also means "democracy".
    """

    terms: tuple[tuple[str, ...], ...] = ()
    is_open: bool = False

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Return what the words mean; at most `MAX_TERMS` terms of them."""
        text = unicodedata.normalize("NFC", printable(typed)[:MAX_CHARACTERS]).translate(_QUOTES)
        terms: list[tuple[str, ...]] = []
        is_open = False
        for quoted, bare in _PARTS.findall(text):
            words = tuple(word[:MAX_WORD_CHARACTERS] for word in _WORD.findall(quoted or bare))
            if not words:
                continue
            # What is written in one piece, as "e-mail" or "3.5", is a phrase.
            terms.append(words)
            is_open = not quoted and len(words[-1]) >= SHORTEST_PREFIX
        terms = terms[:MAX_TERMS]
        return cls(terms=tuple(terms), is_open=is_open and bool(terms))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> list[str]:
        """All words, in their order."""
        return [word for term in self.terms for word in term]

    def closed(self) -> Self:
        """Return the query of whole words alone."""
        return replace(self, is_open=False)

    def with_words(self, changed: dict[str, str]) -> Self:
        """Return the query with some words replaced by others."""
        return replace(self, terms=tuple(tuple(changed.get(word, word) for word in term) for term in self.terms))

    def __str__(self) -> str:
        return " ".join(f'"{" ".join(term)}"' if len(term) > 1 else term[0] for term in self.terms)
