"""Two texts side by side, for people: which paragraphs and which words differ. Tags are never shown."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser
from typing import NamedTuple

BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "tr", "figcaption", "hr", "img", "iframe"})
CELLS = frozenset({"td", "th"})
ALIKE = 0.4  # of two paragraphs with fewer words in common, one was not made from the other
MOST_PAIRS = 2_500_000  # words times words, or paragraphs times paragraphs, beyond which a comparison takes seconds
CONTEXT = 1  # unchanged paragraphs shown beside a change

# A word, a sign of punctuation, or one character of a script that is written without spaces; then the white space after it.
_WORD = re.compile(
    r"([\u2e80-\u9fff\uac00-\ud7af]|[!-/:-@\[-`{-~«»\u2010-\u2027\u2e80]|[^\s!-/:-@\[-`{-~«»\u2010-\u2027\u2e80-\u9fff\uac00-\ud7af]+)(\s*)"
)


class Change(StrEnum):
    """How a part stands to its counterpart."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    FORMATTED = "formatted"  # the same words, with other markup


class Piece(NamedTuple):
    """A run of words that stands on both sides, or on one."""

    text: str
    change: Change = Change.SAME


class Block(NamedTuple):
    """A paragraph, heading, list item or the like: its words, and its markup to tell whether that has changed."""

    tag: str
    text: str
    markup: str


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the old text beside that of the new one; one of them is missing where it was added or removed."""

    change: Change
    tag: str
    old: list[Piece] = field(default_factory=list)
    new: list[Piece] = field(default_factory=list)


class _Reader(HTMLParser):
    """Cuts sanitized HTML into blocks. Where a link leads and what a picture shows is part of the words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._tag, self._text, self._markup = "p", list[str](), list[str]()
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self.end_block()
            self._tag = tag
        if tag == "a":
            self._links.append("" if "role" in values else values.get("href", ""))  # a footnote's own links tell nothing
        elif tag in {"img", "iframe"}:
            self._text.append(f"{values.get('alt') or values.get('title', '')} [{values.get('src', '')}] ")
        elif tag == "br" or tag in CELLS:
            self._text.append("\n" if tag == "br" else " ")
        shown = "".join(f" {name}={value}" for name, value in sorted(values.items()) if name != "id" and "role" not in values)
        self._markup.append(f"<{tag}{shown}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links and (address := self._links.pop()):
            self._text.append(f" [{address}]")
        elif tag in CELLS:
            self._text.append(" | ")
        self._markup.append(f"</{tag}>")
        if tag in BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        self._markup.append(data)

    def end_block(self) -> None:
        text = " ".join("".join(self._text).split()).removesuffix(" |")
        if text or self._tag == "hr":
            self.blocks.append(Block(self._tag, text or "———", "".join(self._markup).strip()))
        self._tag, self._text, self._markup = "p", [], []


def blocks_of(sanitized_html: str) -> list[Block]:
    """Return the paragraphs, headings, list items and so on of sanitized HTML."""
    reader = _Reader()
    reader.feed(sanitized_html)
    reader.close()
    reader.end_block()
    return reader.blocks


def compare_words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in runs of words that are the same, removed or added."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return _all(old, Change.REMOVED), _all(new, Change.ADDED)
    matcher = SequenceMatcher(None, [word for word, _ in before], [word for word, _ in after], autojunk=False)
    left, right = list[Piece](), list[Piece]()
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        is_same = operation == "equal"
        if start < end:
            left.append(Piece(_joined(before[start:end]), Change.SAME if is_same else Change.REMOVED))
        if other_start < other_end:
            right.append(Piece(_joined(after[other_start:other_end]), Change.SAME if is_same else Change.ADDED))
    return left, right


def compare_html(old: str, new: str) -> list[Row]:
    """Return the blocks of two sanitized texts side by side, those that were made from each other in one row."""
    before, after = blocks_of(old), blocks_of(new)
    matcher = SequenceMatcher(None, [block.text for block in before], [block.text for block in after], autojunk=False)
    rows: list[Row] = []
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        some, others = before[start:end], after[other_start:other_end]
        pairs = zip(some, others, strict=True) if operation == "equal" else _pairs(some, others)
        rows += [_row(left, right) for left, right in pairs]
    return rows


def folded(rows: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """Yield the rows in runs; True with a run that is far from any change, so that it can be folded away."""
    changes = [number for number, row in enumerate(rows) if row.change != Change.SAME]
    near = {number + step for number in changes for step in range(-CONTEXT, CONTEXT + 1)}
    run: list[Row] = []
    for number, row in enumerate(rows):
        if run and (number in near) != (number - 1 in near):
            yield number - 1 not in near, run
            run = []
        run.append(row)
    if run:
        yield len(rows) - 1 not in near, run


def _row(old: Block | None, new: Block | None) -> Row:
    if old is None or new is None:
        block = new or old or Block("p", "", "")
        change = Change.ADDED if old is None else Change.REMOVED
        pieces = _all(block.text, change)
        return Row(change, block.tag, [] if old is None else pieces, [] if new is None else pieces)
    if old.text == new.text:
        change = Change.SAME if (old.tag, old.markup) == (new.tag, new.markup) else Change.FORMATTED
        return Row(change, new.tag, [Piece(old.text)], [Piece(new.text)])
    return Row(Change.CHANGED, new.tag, *compare_words(old.text, new.text))


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield the blocks in their order, those that are most alike together (longest common subsequence by likeness)."""
    if len(old) * len(new) > MOST_PAIRS // 100:
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    left, right = ([Counter(block.text.split()) for block in blocks] for blocks in (old, new))
    alike = [[_likeness(some, others) for others in right] for some in left]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # best[i][j]: of the blocks from i and from j on
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((block, None) for block in old[i:])
    yield from ((None, block) for block in new[j:])


def _likeness(some: Counter[str], others: Counter[str]) -> float:
    """Return which share of the words of both stands in both, from 0 to 1 (Sørensen-Dice)."""
    return 2 * (some & others).total() / max(1, some.total() + others.total())


def _joined(words: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in words)


def _all(text: str, change: Change) -> list[Piece]:
    return [Piece(text, change)] if text else []
