"""The neutral document: what a reader makes of a file of its format, and what the importer turns into rows.

Documents come from other processes. None has `__slots__`: with them, they were pickled and made again field by field in Python,
which took three times as long.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


class LineRole(StrEnum):
    """What a line of a document is."""

    TITLE = "title"
    BYLINE = "byline"
    DATE = "date"
    BODY = "body"
    ORGANIZATION = "organization"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"  # furniture of the page: navigation, share links, the reply form
    UNKNOWN = "unknown"  # kept in the body and reported


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the source as it stands, or a part of one when a whole page stands on a single line."""

    number: int  # from 1
    text: str
    role: LineRole
    became: str  # for people: "paragraph 3", "reply form", "navigation"


@dataclass(frozen=True, kw_only=True)
class OrganizationProfile:
    """What a document says about the organization that published it."""

    name: str
    short_name: str = ""
    founded_year: int | None = None
    description: str = ""  # plain text
    kind: str = ""  # a value of blog.organizations.models.Kind, or empty


@dataclass(frozen=True, kw_only=True)
class CommentText:
    """A comment that the page shows. `parent` is an index into the document's comments, of an earlier one."""

    author_name: str
    text: str
    submitted_at: datetime | None = None
    parent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What the page offered its readers."""

    replies: bool = False
    identity_services: tuple[str, ...] = ()  # in the order in which the page names them
    likes: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document. `body` is HTML of paragraphs, h2, lists and quotes, its text escaped; the importer sanitizes it again."""

    path: str
    format: str
    checksum: str  # SHA-256 of the file, in hexadecimal
    title: str
    body: str
    byline: str = ""
    organization: OrganizationProfile | None = None
    published_at: date | datetime | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    comments: tuple[CommentText, ...] = ()
    offers: Offers = Offers()
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()


class DocumentError(Exception):
    """A document cannot be used. Its text is one line: where, what is wrong, and what to do."""

    def __init__(self, path: str, line: int | None, problem: str, remedy: str) -> None:
        self.path, self.line, self.problem, self.remedy = path, line, problem, remedy
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {problem}; {remedy}")

    def __reduce__(self) -> tuple[type["DocumentError"], tuple[str, int | None, str, str]]:
        """Return how to make it again: it may come from another process."""
        return type(self), (self.path, self.line, self.problem, self.remedy)


Reader = Callable[[Path], Iterator[Document]]
