"""Reads HTML as a browser would, and says what in it is not in the table of allowed markup."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from blog.richtext.markup import ARTICLE_EXTENSIONS, COMMENT_EXTENSIONS, URL_SCHEMES, allowlist

ARTICLE, COMMENT = allowlist(ARTICLE_EXTENSIONS), allowlist(COMMENT_EXTENSIONS)


class Reader(HTMLParser):
    """Collects the start tags with their attributes, and what HTML has beside tags and text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.others: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def faults(source: str, table: Mapping[str, Any], *, beside: Mapping[str, frozenset[str]] | None = None) -> list[str]:
    """Return what stands in the HTML and not in the table; `beside` names attributes that we add to it."""
    reader, found = Reader(source), list[str]()
    found += [f"not a tag: {other!r}" for other in reader.others]
    for tag, attributes in reader.tags:
        if tag not in table["tags"]:
            found.append(f"<{tag}>")
        allowed = table["attributes"].get(tag, set()) | (beside or {}).get(tag, frozenset())
        found += [f"<{tag} {name}>" for name in attributes if name not in allowed]
        if not is_harmless(attributes.get("href", "")):
            found.append(f"href={attributes['href']!r}")
    return found


def is_harmless(address: str) -> bool:
    """Say whether a browser stays with the schemes that the table names; it ignores white space and controls in them."""
    try:
        scheme = urlsplit("".join(character for character in address if character > " ")).scheme
    except ValueError:
        return False
    return scheme in ("", *URL_SCHEMES)
