"""Reads the text of an article page: what is the article, who published it, and what is furniture of the page."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from blog.imports.document import Document, DocumentError, Line, LineRole, Offers
from blog.imports.readers.text.body import build_body
from blog.imports.readers.text.comments import read_comments
from blog.imports.readers.text.folding import is_blank
from blog.imports.readers.text.head import find_head
from blog.imports.readers.text.language import language_of
from blog.imports.readers.text.lines import PageLine, page_line
from blog.imports.readers.text.metadata import Metadata
from blog.imports.readers.text.phrases import Furniture
from blog.imports.readers.text.pictures import settle_repeated_pictures
from blog.imports.readers.text.publisher import author_of, find_publisher
from blog.imports.readers.text.remarks import remarks_about
from blog.imports.readers.text.roles import settle
from blog.imports.readers.text.segments import divide
from blog.imports.readers.text.services import IDENTITY_SERVICES
from blog.imports.readers.text.source import Source, read_source
from blog.imports.readers.text.tail import find_tail
from blog.richtext.text import shorten

FORMAT = "text"
_LONGEST_MADE_TITLE = 90


def read_text(path: Path) -> Iterator[Document]:
    """Read a text file: one document.

    Raises:
        DocumentError: when the file cannot be read, is no text, or holds no article.
    """
    yield _document(read_source(path))


def _document(source: Source) -> Document:
    lines = _page_lines(source.lines)
    head = find_head(lines)
    author = author_of(lines[: head.end])
    tail_start = find_tail(lines, head.end, author)
    tail = lines[tail_start:]
    comments = read_comments(tail)
    publisher = find_publisher(tail, author)
    for line in tail:
        settle(line, needs_lead=True)
    settle_repeated_pictures([line for line in lines if line.role is None])
    text = [line for line in lines if line.role is None]
    if head.title is None and not text:
        raise DocumentError(source.path, 1, "holds no article, only parts of a page", "put the title and the text into it")
    body = build_body(text)
    metadata = _metadata(lines[: head.end]) + [data for data in _metadata(tail) if data.has_lead]
    published_at = next((data.published_at for data in metadata if data.published_at is not None), None)
    return Document(
        path=source.path,
        format=FORMAT,
        checksum=source.checksum,
        title=_made_title(text) if head.title is None else lines[head.title].text,
        body=body,
        byline=publisher.byline,
        organization=publisher.organization,
        published_at=published_at,
        language=language_of(" ".join(line.text for line in text), _languages(lines)),
        categories=tuple(dict.fromkeys(name for data in metadata for name in data.categories)),
        tags=tuple(dict.fromkeys(name for data in metadata for name in data.tags)),
        comments=tuple(comments),
        offers=_offers(lines),
        lines=_settled(lines, source.lines),
        warnings=remarks_about(lines, has_title=head.title is not None, has_date=published_at is not None),
    )


def _page_lines(sources: list[str]) -> list[PageLine]:
    pages, lines, is_block_start = divide(sources), list[PageLine](), True
    for index, source in enumerate(sources):
        if is_blank(source):
            is_block_start = True
            continue
        for part in pages.get(index, [source]):
            lines.append(page_line(index + 1, part, is_block_start=is_block_start or index in pages))
        is_block_start = False
    return lines


def _made_title(text: list[PageLine]) -> str:
    """Return the beginning of a text that has no title of its own."""
    return shorten(text[0].text, _LONGEST_MADE_TITLE)


def _metadata(lines: list[PageLine]) -> list[Metadata]:
    return [line.metadata for line in lines if line.metadata is not None and line.role is not LineRole.COMMENT]


def _languages(lines: list[PageLine]) -> Counter[str]:
    """Count the lines of furniture that speak each language."""
    return Counter(language for line in lines if line.role is LineRole.BOILERPLATE for language in line.languages)


def _offers(lines: list[PageLine]) -> Offers:
    furniture = [line for line in lines if line.role is LineRole.BOILERPLATE]
    kinds = frozenset[Furniture]().union(*(line.kinds for line in furniture))
    form = " ".join(line.text for line in furniture if Furniture.REPLY_FORM in line.kinds)
    services = sorted((form.find(name), name) for name in IDENTITY_SERVICES if name in form)
    return Offers(
        replies=bool(kinds & {Furniture.REPLY_HEADING, Furniture.REPLY_FORM}),
        identity_services=tuple(name for _place, name in services),
        likes=bool(kinds & {Furniture.LIKES, Furniture.LIKE_HEADING}),
    )


def _settled(lines: list[PageLine], sources: list[str]) -> tuple[Line, ...]:
    """Return what became of every line that is not blank; also of those that hold invisible characters only."""
    settled = [
        Line(number=line.number, text=line.source, role=line.role or LineRole.UNKNOWN, became=line.became) for line in lines
    ]
    seen = {line.number for line in lines}
    settled += [
        Line(number=number, text=source, role=LineRole.BOILERPLATE, became="invisible characters")
        for number, source in enumerate(sources, start=1)
        if number not in seen and source.strip()
    ]
    return tuple(sorted(settled, key=lambda line: line.number))
