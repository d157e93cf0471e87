"""What furniture is called, and which role a line of it has."""

from blog.imports.document import LineRole
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.phrases import Furniture

# In the order in which they count when a line is several things.
_NAMES = {
    Furniture.REPLY_FORM: "reply form",
    Furniture.REPLY_HEADING: "reply form",
    Furniture.LIKES: "likes line",
    Furniture.LIKE_HEADING: "likes line",
    Furniture.COOKIES: "cookie notice",
    Furniture.NEWSLETTER: "newsletter box",
    Furniture.DISCLOSURE: "disclosure",
    Furniture.SHARE: "share links",
    Furniture.SHARE_HEADING: "share links",
    Furniture.COMMENTS: "heading of the comments",
    Furniture.NO_COMMENTS: "number of comments",
    Furniture.RELATED: "related posts",
    Furniture.NAVIGATION: "navigation",
    Furniture.MENU: "navigation",
    Furniture.FOOTER: "footer",
    Furniture.AUTHOR: "about the author",
    Furniture.WIDGET: "sidebar",
    Furniture.ADVERT: "advertisement",
    Furniture.READING: "note about the post",
    Furniture.REPLY_FIELD: "reply form",
}


def settle(line: PageLine, *, otherwise: str = "page furniture", needs_lead: bool = False) -> None:
    """Give a line that is no text of the article its role, unless it has one, and say what it is.

    Args:
        line: the line.
        otherwise: what to call furniture of no known kind.
        needs_lead: far from the title a date is the post's only where "Posted on" stands before it.
    """
    if line.role is not None:
        return
    data = line.metadata if line.metadata is None or line.metadata.has_lead or not needs_lead else None
    if data is not None and data.has_byline:
        line.become(LineRole.BYLINE, "byline")
    elif data is not None and data.has_date:
        line.become(LineRole.DATE, data.doubt.value or "date")
    elif data is not None:
        line.become(LineRole.BOILERPLATE, "tags" if data.tags else "categories")
    else:
        line.become(LineRole.BOILERPLATE, next((name for kind, name in _NAMES.items() if kind in line.kinds), otherwise))
