"""Plain text from HTML: for excerpts, descriptions and feeds."""

import html
import re

from blog.richtext.footnotes import NOTES, REFERENCE

# Where these begin or end, words do not run together.
_BLOCK = re.compile(
    r"</?(?:foot-note|p|br|hr|h[1-6]|li|ul|ol|blockquote|pre|table|thead|tbody|tr|td|th|div|figure|figcaption)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
_FIGURE = re.compile(r'<figure class="(?:video|picture)">.*?</figure>', re.DOTALL)
_HEADING = re.compile(r"<(h[1-6])\b[^>]*>.*?</\1>", re.DOTALL)
ELLIPSIS = "…"
# What XML 1.0 (section 2.2) and HTML cannot carry: control characters, halves of surrogate pairs, non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n?")
TRAILING = " ,;:.\u2013\u2014-"  # what must not stand before an ellipsis, dashes of every length among it


def words(sanitized_html: str) -> list[str]:
    """Return the words that sanitized HTML shows; numbers of footnotes are no words."""
    without_tags = _TAG.sub("", _BLOCK.sub(" ", REFERENCE.sub("", sanitized_html)))
    return html.unescape(without_tags).split()


def plain_text(sanitized_html: str) -> str:
    """Return the words of sanitized HTML in one line."""
    return " ".join(words(sanitized_html))


def printable(text: str) -> str:
    """Return the text without characters that no page or feed can carry, its lines ended by line feeds alone."""
    if text.isprintable():
        return text  # as nearly every text on one line is, which is told in a fraction of the time
    return _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", text))


def shorten(text: str, max_characters: int) -> str:
    """Return the text in one line, or as many whole words of it as fit into the length together with an ellipsis."""
    return _cut(" ".join(text.split()), max_characters)


def _cut(line: str, max_characters: int) -> str:
    if len(line) <= max_characters:
        return line
    room = line[: max_characters - len(ELLIPSIS) + 1]
    cut = room.rfind(" ")
    whole_words = room[:cut] if cut > 0 else room[:-1]
    return whole_words.rstrip(TRAILING) + ELLIPSIS


def excerpt(sanitized_html: str, max_characters: int) -> str:
    """Return the beginning of the text that the HTML shows, cut between words.

    Headings, footnotes, captions and links to videos are left out where there is other text.
    """
    running = _FIGURE.sub(" ", NOTES.sub("", _HEADING.sub(" ", sanitized_html)))
    return _cut(plain_text(running) or plain_text(sanitized_html), max_characters)


def word_count(sanitized_html: str) -> int:
    """Return how many words the HTML shows."""
    return len(words(sanitized_html))
