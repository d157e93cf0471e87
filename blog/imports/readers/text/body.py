"""The article's text as HTML: paragraphs, headings and lists, its text escaped."""

from html import escape

from blog.imports.document import LineRole
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.signs import LONG_DASHES, NO_HEADING_ENDS, OPENING_MARKS, QUOTATION_MARKS, SURE_BULLETS

_LONGEST_HEADING, _MOST_HEADING_WORDS = 70, 9
_LONGEST_VERSE = 100  # longer lines of a block are paragraphs
_WRAPPED = range(55, 101)  # how long the lines of a paragraph are that was broken into lines
_LINES_A_BLOCK = 4  # more than that on average: the page has no blank lines between paragraphs
_NO_HEADING_SIGNS = "#,"

type Block = list[PageLine]


def build_body(lines: list[PageLine]) -> str:
    """Return the HTML of the lines of an article, and settle what each became."""
    blocks, builder = _blocks(lines), _Builder()
    for index, block in enumerate(blocks):
        if _is_list(block):
            builder.add_list(block)
        elif _is_heading(blocks, index):
            builder.add_heading(block[0])
        else:
            for paragraph in _paragraphs(block):
                builder.add_paragraph(paragraph)
    return "".join(builder.html)


class _Builder:
    def __init__(self) -> None:
        self.html: list[str] = []
        self._paragraphs = self._headings = self._lists = 0

    def add_paragraph(self, lines: Block) -> None:
        self._paragraphs += 1
        separator = " " if _is_on_one_line(lines) or _is_wrapped(lines) else "<br>"
        self.html.append(f"<p>{separator.join(_html(line.text) for line in lines)}</p>")
        _settle(lines, f"paragraph {self._paragraphs}")

    def add_heading(self, line: PageLine) -> None:
        self._headings += 1
        self.html.append(f"<h2>{_html(line.text)}</h2>")
        _settle([line], f"heading {self._headings}")

    def add_list(self, lines: Block) -> None:
        self._lists += 1
        items = "".join(f"<li>{_html(line.text[1:].strip())}</li>" for line in lines)
        self.html.append(f"<ul>{items}</ul>")
        _settle(lines, f"list {self._lists}")


def _html(text: str) -> str:
    return escape(text, quote=False)


def _settle(lines: Block, what: str) -> None:
    for line in lines:
        if line.kinds:
            line.become(LineRole.UNKNOWN, f"{what}, as it could not be placed")
        else:
            line.become(LineRole.BODY, what)


def _blocks(lines: list[PageLine]) -> list[Block]:
    """Group the lines that belong together: those of a list, and those between blank lines where the page has any."""
    starts = sum(line.is_block_start for line in lines)
    has_blank_lines = starts * _LINES_A_BLOCK > len(lines) or not any(line.is_prose for line in lines)
    blocks: list[Block] = []
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        if last is not None and last.is_item == line.is_item and _continues(last, line, has_blank_lines=has_blank_lines):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _continues(last: PageLine, line: PageLine, *, has_blank_lines: bool) -> bool:
    return last.number == line.number or (not line.is_block_start and (has_blank_lines or line.is_item))


def _is_list(block: Block) -> bool:
    """Whether a block is a list: a dialogue begins its lines with dashes too."""
    if len(block) == 1 or not all(line.is_item and line.text[1:].strip() for line in block):
        return False
    mark = block[0].text[0]
    if mark in SURE_BULLETS:
        return True
    ends = ".!?…" if mark in LONG_DASHES else "!?…"
    return not any(line.text[-1] in ends or any(sign in line.text for sign in QUOTATION_MARKS) for line in block)


def _is_heading(blocks: list[Block], index: int) -> bool:
    """Whether a block is clearly a heading: a short line without an end between two paragraphs."""
    line = blocks[index][0]
    if len(blocks[index]) > 1 or not 0 < index < len(blocks) - 1 or not line.is_plain or not line.key:
        return False
    is_short = len(line.text) <= _LONGEST_HEADING and line.text.count(" ") < _MOST_HEADING_WORDS
    is_between = blocks[index - 1][-1].is_prose and blocks[index + 1][0].is_prose
    return is_short and is_between and _is_written_as_heading(line.text)


def _is_written_as_heading(text: str) -> bool:
    first = text[0]
    is_titled = not (first.islower() or first.isdecimal() or first in OPENING_MARKS)
    return is_titled and text[-1] not in NO_HEADING_ENDS and not any(sign in text for sign in _NO_HEADING_SIGNS)


def _paragraphs(block: Block) -> list[Block]:
    """Divide a block whose lines are paragraphs or numbered; verses, addresses and broken paragraphs stay together."""
    if len(block) == 1 or _is_on_one_line(block) or _is_wrapped(block):
        return [block]
    is_verse = all(len(line.text) <= _LONGEST_VERSE for line in block) and not block[0].text[0].isdecimal()
    return [block] if is_verse else [[line] for line in block]


def _is_on_one_line(block: Block) -> bool:
    return block[0].number == block[-1].number


def _is_wrapped(block: Block) -> bool:
    """Whether a paragraph was broken into lines of about the same length."""
    full = block[:-1]
    ends = sum(line.is_sentence for line in full)
    return bool(full) and all(len(line.text) in _WRAPPED for line in full) and ends * 3 <= len(full)
