"""Makes a stranger's HTML harmless: whatever is not in the table of allowed markup goes, its text stays."""

import re
from functools import cache
from typing import Any

import nh3

from blog.richtext.figures import NUMBER, OWN_IMAGE, without_other_images
from blog.richtext.markup import ARTICLE_EXTENSIONS, COMMENT_EXTENSIONS, allowlist
from blog.richtext.text import printable

COMMENT_LINK_REL = "nofollow ugc noopener noreferrer"
_LEADING_LINES = re.compile(r"<pre>\n+")  # parsers swallow one each time; without them, sanitizing twice changes nothing


@cache
def _cleaner(kind: str) -> nh3.Cleaner:
    extensions: dict[str, Any] = {"article": ARTICLE_EXTENSIONS, "comment": COMMENT_EXTENSIONS}[kind]
    link_rel = COMMENT_LINK_REL if kind == "comment" else None
    return nh3.Cleaner(**(allowlist(extensions) | {"link_rel": link_rel, "attribute_filter": _kept}))


def _kept(tag: str, name: str, value: str) -> str | None:
    """Drop the title that the editor gives to every link and nobody filled in, and addresses of images that are not ours."""
    match tag, name:
        case _, "title":
            return value if value.strip() else None
        case "img", "src":
            return value if OWN_IMAGE.fullmatch(value) else None
        case "figure", "data-image":
            return value if NUMBER.fullmatch(value) else None
    return value


def _clean(kind: str, html: str) -> str:
    cleaned = _cleaner(kind).clean(html)
    if (carried := printable(cleaned)) != cleaned:
        cleaned = _cleaner(kind).clean(carried)  # without a control character, an address may have become a script's
    return _LEADING_LINES.sub("<pre>", cleaned)


def sanitize_article(html: str) -> str:
    """Return well-formed HTML that holds only an article's markup."""
    return without_other_images(_clean("article", html))


def sanitize_comment(html: str) -> str:
    """Return well-formed HTML that holds only a comment's markup; its links are marked as a stranger's."""
    return _clean("comment", html)
