"""Text made comparable: white space, case, punctuation and numbers folded."""

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LETTER = re.compile(r"\w")  # the quickest sign that a text is not blank
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DOT_ABOVE, _DOTLESS_I = "\u0307", "\u0131"  # what is left of the two Turkish I once their case is folded
# A placeholder, a number, one sign of a script that is written without spaces, a word of letters, the copyright sign.
_SIGN = r"\u3040-\u30ff\u3400-\u9fff"
_ACCENT = r"\u0300-\u036f"  # written apart from its letter
_TOKEN = re.compile(rf"%[ds]\b|\d+|[{_SIGN}]|[^\W\d_{_SIGN}]+(?:[{_ACCENT}]+[^\W\d_{_SIGN}]*)*|©")
# The same, but a capital letter behind a small one begins a word too.
_JOINED_TOKEN = re.compile(rf"[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ{_SIGN}]+(?:[{_ACCENT}]+[^\W\d_A-ZÀ-Þ{_SIGN}]*)*|{_TOKEN.pattern}")
# Both for text of ASCII alone, in which they find the same in half the time.
_ASCII_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|%[ds]\b")
_JOINED_ASCII_TOKEN = re.compile(rf"[A-Z]?[a-z]+|{_ASCII_TOKEN.pattern}")
NUMBER = "#"


def fold_space(text: str) -> str:
    """Return the text without invisible characters, each run of white space as one space."""
    if text.isprintable():  # no white space but spaces
        text = text.strip(" ")
        return " ".join(text.split()) if "  " in text else text
    return " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())


def is_blank(text: str) -> bool:
    """Whether a text holds white space and invisible characters only."""
    return not text or (_LETTER.search(text) is None and not fold_space(text))


def fold_word(word: str) -> str:
    """Return a word or a phrase as it is compared: without case."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFKC", folded).replace(_DOT_ABOVE, "").replace(_DOTLESS_I, "i")


def tokens_of(text: str) -> list[str]:
    """Return the folded words and numbers of a text."""
    folded = fold_word(text)
    return (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)


def key_of(tokens: list[str]) -> str:
    """Return what lines share that differ in punctuation, case and numbers only."""
    return " ".join([word if word.isalpha() or not (word[0].isdecimal() or word == "%d") else NUMBER for word in tokens])


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words and numbers of a text, each with where it begins and ends in the text."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str, *, are_joined: bool = False) -> "Words":
        """Take the words of a text; `are_joined` divides words that a page set side by side, "Jane DoePublished on"."""
        if text.isascii():  # in which folding moves nothing
            token = _JOINED_ASCII_TOKEN if are_joined else _ASCII_TOKEN
            places, folded = [match.span() for match in token.finditer(text)], text.casefold()
            words = [folded[start:end] for start, end in places]
        else:
            places = [match.span() for match in (_JOINED_TOKEN if are_joined else _TOKEN).finditer(text)]
            words = [fold_word(text[start:end]) for start, end in places]
        return cls(text, words, [start for start, _end in places], [end for _start, end in places])

    def __len__(self) -> int:
        return len(self.words)

    def is_joined(self, index: int) -> bool:
        """Whether a word follows the one before it without anything between them."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def after(self, index: int) -> str:
        """Return the character after a word; empty at the end."""
        return self.text[self.ends[index] : self.ends[index] + 1]

    def between(self, start: int, end: int) -> str:
        """Return the text from one word to before another, as it stands."""
        return self.text[self.starts[start] : self.ends[end - 1]] if start < end else ""
