"""What a name and a text may consist of."""

import re
import unicodedata

# Marks that turn the direction of what follows (Unicode Standard Annex 9): a name could rewrite the line it stands in.
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, line and paragraph separators
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Zl", "Zp", "Zs"})


def clean_text(text: str) -> str:
    """Return a text with one kind of line end and without control characters, which nobody types and XML cannot carry."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean_name(name: str) -> str:
    """Return a name in one line, without characters that no name has."""
    return " ".join("".join(" " if is_unprintable(character) else character for character in name).split())


def is_unprintable(character: str) -> bool:
    """Say whether a character is a control or turns the direction of a line."""
    return character in _TURNS_DIRECTION or unicodedata.category(character) in _UNPRINTABLE


def has_words(text: str) -> bool:
    """Say whether there is anything to see in a text."""
    return any(unicodedata.category(character) not in _INVISIBLE for character in text)
