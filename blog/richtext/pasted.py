"""Makes an article of what other programs put on the clipboard: their lists, their headings, and none of their debris.

`cms/static/gazette/admin/paste.js` does the same in the editor, where the text is seen at once; both are held to the same
examples in `tests/blog/richtext/clipboard/`.
"""

import html
import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from blog.richtext.sanitizer import sanitize_article
from blog.richtext.videos import video_at

_SKIPPED = {"style", "script", "title", "xml", "head", "template", "object", "svg", "math", "noscript", "button", "select"}
_FRAME = "iframe"
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"}
_PARAGRAPHS = {
    *("div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "center", "dt", "dd"),
    *("fieldset", "form", "details", "summary", "caption", "hgroup"),
}
_SAME = {"b": "strong", "i": "em", "del": "s", "strike": "s", "tt": "code", "kbd": "code", "samp": "code"}
_OF_CLASS = {"msotitle": "h2", "msoquote": "blockquote", "msointensequote": "blockquote"}
_HEADING = re.compile(r"h[1-6]")
_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d{1,4}|[a-z]{1,4})[.)]", re.IGNORECASE)
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|lighter|[1-4]00)", re.IGNORECASE)
_STYLES = (
    (_BOLD, "strong"),
    (re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[\w-]*:[^;]*line-through", re.IGNORECASE), "s"),
    (re.compile(r"vertical-align:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align:\s*sub", re.IGNORECASE), "sub"),
)
_OWN_STYLE = {*("h1", "h2", "h3", "h4", "h5", "h6", "th", "a", "table", "tr", "td", "ul", "ol", "li", "col", "pre", "code")}
_PLACE_IN_OFFICE = re.compile(r"#(?:_|h\.|heading=|bookmark=|kix\.)")
_SPACES = re.compile(r"[ \t\r\n\f]*\xa0[\xa0 \t\r\n\f]*")
_EMPTY = re.compile(r"<(p|strong|em|s|sup|sub|h[2-4]|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
_AROUND_BLOCK = re.compile(r"\s*(</?(?:p|h[2-4]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|hr)\b[^>]*>)\s*")
_BREAKS_AT_END = re.compile(r"(?:\s*<br>)+(?=</(?:p|h[2-4]|li|td|th|blockquote)>)")
_BREAKS_BETWEEN = re.compile(r"(^|</(?:p|h[2-4]|ul|ol|table|blockquote)>)(?:\s*<br>)+")
_AFTER_BREAK = re.compile(r"<br> +")
_SPLIT_MARK = re.compile(r"</(strong|em|s)>(\s*)<\1>")

_ITEM = "</p><!--item-->"  # what closes a paragraph that an office means as an item


class _Item(NamedTuple):
    """The beginning of a paragraph that an office program means as an item of a list."""

    list_name: str
    level: int
    marker: str


class _ItemEnd(NamedTuple):
    """Its end."""


type _Piece = str | _Item | _ItemEnd


def clean_article(source: str) -> str:
    """Return sanitized HTML with headings, lists, tables, links and emphasis as an article has them, and without debris.

    What is an article's markup already comes back as it is. No two words that stood apart are joined.
    """
    rewriter = _Rewriter(heading_shift=1 if re.search(r"<h1\b", source, re.IGNORECASE) else 0)
    rewriter.feed(source)
    rewriter.close()
    return _without_debris(sanitize_article(_with_lists(rewriter.pieces)))


def _without_debris(sanitized: str) -> str:
    """Return the HTML without what shows nothing: empty paragraphs, breaks between blocks, emphasis that ends and goes on."""
    tidied = _AFTER_BREAK.sub("<br>", _SPLIT_MARK.sub(r"\2", sanitized))
    while (
        shorter := _EMPTY.sub("", _BREAKS_BETWEEN.sub(r"\1", _BREAKS_AT_END.sub("", _AROUND_BLOCK.sub(r"\1", tidied))))
    ) != tidied:
        tidied = shorter
    return tidied.strip()


class _Rewriter(HTMLParser):
    """Writes HTML anew, tag by tag. `pieces` is what came out; items of an office's lists are marked in it."""

    def __init__(self, *, heading_shift: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []
        self._shift = heading_shift
        self._open: list[tuple[str, str]] = []  # each tag that is open, and what closes what was written for it
        self._skipped = 0  # how many open tags deep in something that is left out
        self._marker: list[str] | None = None  # what an office wrote before an item, while it is read
        self._item_may_go_on = False  # an item has ended; a list that follows it belongs into it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == _FRAME and not self._skipped and (video := video_at(_whole(given.get("src", "")))):
            address = html.escape(video.address)
            self.pieces.append(f'<figure data-video=""><a href="{address}">{address}</a></figure>')
        if self._skipped or tag in {*_SKIPPED, _FRAME}:
            self._skipped += tag not in _VOID
            return
        style = given.get("style", "")
        if "mso-list:ignore" in style.replace(" ", "").lower():
            self._skipped, self._marker = 1, []
            return
        before, after = self._written(tag, given, style)
        nests = tag in {"ul", "ol"} and self._item_may_go_on
        if self._item_may_go_on and not nests:
            self.pieces.append("</li>")
        self._item_may_go_on = False
        self.pieces.append(before)
        if tag not in _VOID:
            self._open.append((tag, after if not nests else f"{after}</li>"))
            if tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6"} and (found := _LIST.search(style)):
                self.pieces[-1] = _Item(f"{found[1]} {found[3]}", int(found[2]), "")
                self._open[-1] = (tag, _ITEM)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            if not self._skipped and self._marker is not None:
                self._mark_item("".join(self._marker))
            return
        if not any(name == tag for name, _after in self._open):
            return
        while True:
            name, after = self._open.pop()
            self._end(name, after)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._marker is not None and self._skipped:
            self._marker.append(data)
        if self._skipped:
            return
        if not any(name == "pre" for name, _after in self._open):
            data = re.sub(r"[ \t\r\n\f]+", " ", _SPACES.sub(_breaking_where_it_may, data))
        if data.strip() and self._item_may_go_on:
            self.pieces.append("</li>")
            self._item_may_go_on = False
        self.pieces.append(html.escape(data, quote=False))

    def close(self) -> None:
        super().close()
        while self._open:
            self._end(*self._open.pop())
        if self._item_may_go_on:
            self.pieces.append("</li>")

    def _end(self, name: str, after: str) -> None:
        if self._item_may_go_on:
            self.pieces.append("</li>")
            self._item_may_go_on = False
        if name == "li" and after == "</li>":
            self._item_may_go_on = True
        else:
            self.pieces.append(_ItemEnd() if after == _ITEM else after)

    def _mark_item(self, marker: str) -> None:
        self._marker = None
        for place in range(len(self.pieces) - 1, -1, -1):
            if isinstance(piece := self.pieces[place], _Item):
                self.pieces[place] = piece._replace(marker=marker.strip())
                return

    def _written(self, tag: str, given: dict[str, str], style: str) -> tuple[str, str]:
        """Return what is written for the beginning of a tag, and what for its end."""
        if tag == "br":
            return ("" if "interchange" in given.get("class", "") else "<br>"), ""
        if _HEADING.fullmatch(tag):
            name = f"h{min(int(tag[1]) + self._shift, 4)}"
            return f"<{name}>", f"</{name}>"
        if tag == "a":
            address = _address(given.get("href", ""))
            return (f'<a href="{html.escape(address)}">', "</a>") if address else ("", "")
        if tag == "p" and (name := _OF_CLASS.get(given.get("class", "").lower(), "")):
            return f"<{name}><p>" if name == "blockquote" else f"<{name}>", f"</{name}>"
        name = "p" if tag in _PARAGRAPHS else _SAME.get(tag, tag)
        if name in {"strong", "em"} and (_NOT_BOLD.search(style) if name == "strong" else "font-style:normal" in style):
            name = ""  # a wrapper that says it is no emphasis
        kept = "".join(f' {key}="{html.escape(value)}"' for key, value in given.items() if key not in {"style", "class"})
        marks = [] if tag in _OWN_STYLE else [mark for pattern, mark in _STYLES if pattern.search(style) and mark != name]
        before, after = (
            (f"<{name}{kept}>", f"</{name}>") if name and name not in {"span", "font"} and ":" not in name else ("", "")
        )
        return before + "".join(f"<{mark}>" for mark in marks), "".join(f"</{mark}>" for mark in reversed(marks)) + after


def _whole(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def _address(href: str) -> str:
    """Return where a link leads; empty for no address at all and for places inside the document that it was copied from."""
    if not href or _PLACE_IN_OFFICE.match(href) or href.lower().startswith("file:"):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.hostname in {"www.google.com", "google.com"} and parts.path == "/url":
        return parse_qs(parts.query).get("q", [href])[0]
    return href


def _breaking_where_it_may(match: re.Match[str]) -> str:
    """Return one space: a non-breaking one only where one holds a figure or a French sign to its word."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    holds = match[0] == "\xa0" and (before.isdigit() or after.isdigit() or before in "«№§" or after in "»:;!?%€")
    return "\xa0" if holds and before and after else " "


def _with_lists(pieces: list[_Piece]) -> str:
    """Return the pieces as one text, items of an office's lists put into real lists, one inside the other."""
    written: list[str] = []
    lists: list[tuple[int, str, str]] = []  # those that are open: level, name, tag
    is_inside = False
    for piece in pieces:
        if isinstance(piece, _Item):
            written.append(_next_item(piece, lists))
            is_inside = True
        elif isinstance(piece, _ItemEnd):
            written.append("</p>")
            is_inside = False
        elif lists and not is_inside and piece.strip():
            written += [_closing(lists, down_to=0), piece]
        else:
            written.append(piece)
    return "".join([*written, _closing(lists, down_to=0)])


def _next_item(item: _Item, lists: list[tuple[int, str, str]]) -> str:
    number = _NUMBER.fullmatch(item.marker)
    tag = "ol" if number else "ul"
    before = _closing(lists, down_to=item.level)
    if lists and lists[-1][0] == item.level:
        if lists[-1][1:] == (item.list_name, tag):
            return f"{before}</li><li><p>"
        before += _closing(lists, down_to=item.level - 1)
    lists.append((item.level, item.list_name, tag))
    start = f' start="{number[1]}"' if number and number[1].isdigit() and number[1] != "1" else ""
    return f"{before}<{tag}{start}><li><p>"


def _closing(lists: list[tuple[int, str, str]], *, down_to: int) -> str:
    closed = ""
    while lists and lists[-1][0] > down_to:
        closed += f"</li></{lists.pop()[2]}>"
    return closed
