"""Who published the post: a person, who stands in its byline, or an organization."""

from dataclasses import dataclass

from blog.imports.document import LineRole, OrganizationProfile
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.organization import (
    describes,
    is_account,
    is_organization,
    profile_of,
    tells_of_organization,
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published the post, as far as the page says so."""

    byline: str = ""
    organization: OrganizationProfile | None = None


def author_of(head: list[PageLine]) -> str:
    """Return the name that the head of a page gives; accounts of administrators are nobody."""
    for line in head:
        name = line.metadata.name if line.metadata is not None else line.text if line.role is LineRole.BYLINE else ""
        if name and not is_account(name):
            return name
    return ""


def find_publisher(tail: list[PageLine], author: str) -> Publisher:
    """Return who published the post, and settle the lines of the tail that say so."""
    for index, line in enumerate(tail):
        data = line.metadata
        if line.role is not None or data is None or not data.name or data.is_name_bare or is_account(data.name):
            continue
        below = tail[index + 1] if index + 1 < len(tail) else None
        if not is_organization(data.name) and (below is None or not tells_of_organization(below.text, data.name)):
            return _publisher(author or data.name, tail)
        line.become(LineRole.ORGANIZATION, "name of the organization")
        return Publisher(author, profile_of(data.name, _take_description(data.name, tail[index + 1 : index + 2])))
    return _publisher(author, tail)


def _publisher(name: str, tail: list[PageLine]) -> Publisher:
    """Return the publisher of a name, which can be that of an organization too."""
    if not is_organization(name):
        return Publisher(name)
    return Publisher(organization=profile_of(name, _take_description(name, tail)))


def _take_description(name: str, lines: list[PageLine]) -> str:
    """Return the paragraph among the lines that describes what bears the name; empty when there is none."""
    for line in lines:
        if line.role is None and not line.kinds and line.is_prose and describes(line.text, name):
            line.become(LineRole.ORGANIZATION, "description of the organization")
            return line.text
    return ""
