"""Footnotes: written where their numbers stand, shown at the end of the text (DPUB-ARIA 1.1 for the roles)."""

import re
from zlib import crc32

_NOTE = re.compile(r"(\s*)<foot-note>(.*?)</foot-note>(?=(\w?))", re.DOTALL)
_BORDER = re.compile(r"</?foot-note>")
_BLOCK_TAG = re.compile(r"</?(?:p|h[2-4]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|td|th|hr|figure|foot-note)\b[^>]*>")
# How a note is shown. Plain text leaves out the numbers, and an excerpt the notes themselves.
REFERENCE = re.compile(r'<sup class="footnote">.*?</sup>')
NOTES = re.compile(r'<div class="footnotes".*?</ol></div>', re.DOTALL)


def with_footnotes(sanitized: str) -> str:
    """Return the HTML with a number in the place of each note, and the notes below as a list; each leads to the other.

    Their names are made of the whole text, so that two texts may stand on one page of the site or of a feed reader.
    """
    if "<foot-note>" not in sanitized:
        return sanitized
    key = f"{crc32(sanitized.encode()):08x}"
    notes: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        space, note, next_letter = match[1], _BLOCK_TAG.sub(" ", match[2]).strip(), match[3]
        if not note:
            return space
        notes.append(note)
        number = len(notes)
        link = f'<a href="#note-{key}-{number}" id="noted-{key}-{number}" role="doc-noteref">{number}</a>'
        return f'<sup class="footnote">{link}</sup>{space if next_letter else ""}'  # the number stands at the word before

    text = _NOTE.sub(numbered, _flat(sanitized))
    if not notes:
        return text
    items = (
        f'<li id="note-{key}-{number}"><p>{note} <a href="#noted-{key}-{number}" role="doc-backlink">↩︎{number}</a></p></li>'
        for number, note in enumerate(notes, start=1)
    )
    return f'{text}<div class="footnotes" role="doc-endnotes"><ol>{"".join(items)}</ol></div>'


def _flat(sanitized: str) -> str:
    """Return the HTML in which a note that stands in another is part of it."""
    depth = 0

    def outermost(match: re.Match[str]) -> str:
        nonlocal depth
        is_begin = match[0] == "<foot-note>"
        depth += 1 if is_begin else -1
        return match[0] if depth == (1 if is_begin else 0) else ""

    return _BORDER.sub(outermost, sanitized)
