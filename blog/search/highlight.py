"""Marks the words that were asked for in what is shown of a post."""

import re
from collections import defaultdict
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from blog.richtext.text import ELLIPSIS, plain_text
from blog.search.query import Query, fold

BEFORE, AFTER = 90, 190  # characters around the first word that is found
MARGIN = 3  # times as much HTML is looked at, for its tags
TRIES = 20  # places in a text: a word may stand in the addresses of many links
_ENDING = "[^\\W_]*"
_BREAK = "[\\W_]+"


@cache
def _variants() -> dict[str, str]:
    """Return, by the letter without diacritics, all Latin letters that are compared as the same."""
    variants = defaultdict[str, str](str)
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        if (base := fold(letter)) != letter.lower():
            variants[base] += letter
    return variants


def _letter(letter: str) -> str:
    base = fold(letter)
    return f"[{base}{_variants()[base]}]" if base in _variants() else re.escape(letter)


def pattern_of(query: Query) -> re.Pattern[str]:
    """Return what finds the words and phrases of a query in a text, whatever their case and diacritics."""
    terms = [_BREAK.join("".join(map(_letter, word)) for word in term) for term in query.terms]
    if query.is_open:
        terms[-1] += _ENDING
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(terms, key=len, reverse=True))})(?![^\W_])", re.IGNORECASE)


def marked(text: str, pattern: re.Pattern[str]) -> SafeString:
    """Return a plain text as HTML, with `<mark>` around what the pattern finds."""
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every part was escaped


def snippet(sanitized_html: str, pattern: re.Pattern[str]) -> str:
    """Return the plain text around the first place of the pattern in what the HTML shows; empty where there is none."""
    for _try, match in zip(range(TRIES), pattern.finditer(sanitized_html), strict=False):
        if _is_in_tag(sanitized_html, match.start()):
            continue
        start = max(0, match.start() - MARGIN * BEFORE)
        text = plain_text(_without_cut_tags(sanitized_html[start : match.end() + MARGIN * AFTER]))
        if (found := pattern.search(text)) is not None:
            return _around(text, found, is_beginning=start == 0)
    return ""


def _is_in_tag(sanitized_html: str, index: int) -> bool:
    return sanitized_html.rfind("<", 0, index) > sanitized_html.rfind(">", 0, index)


def _without_cut_tags(piece: str) -> str:
    """Return a piece of HTML without the ends of tags that it was cut out of."""
    closing, opening = piece.find(">"), piece.find("<")
    if closing != -1 and not -1 < opening < closing:
        piece = piece[closing + 1 :]
    last = piece.rfind("<")
    return piece[:last] if last > piece.rfind(">") else piece


def _around(text: str, found: re.Match[str], *, is_beginning: bool) -> str:
    start, end = max(0, found.start() - BEFORE), min(len(text), found.end() + AFTER)
    if start:
        start = text.find(" ", start, found.start()) + 1 or found.start()
    if end < len(text):
        end = max(text.rfind(" ", found.end(), end), found.end())
    begins = "" if start == 0 and is_beginning else ELLIPSIS
    return f"{begins}{text[start:end].strip()}{ELLIPSIS if end < len(text) else ''}"
