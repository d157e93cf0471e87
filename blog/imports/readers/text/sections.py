"""What furniture explains: the titles below "Related posts", the comments below "3 comments", the note about the author."""

from blog.imports.readers.text.comments import announced_count, begins_comment, opens_thread
from blog.imports.readers.text.lines import PageLine
from blog.imports.readers.text.organization import describes, is_heading_about
from blog.imports.readers.text.phrases import Furniture, Kinds
from blog.imports.readers.text.signs import BREAKS_OFF

_LISTS = frozenset(
    {
        Furniture.RELATED,
        Furniture.WIDGET,
        Furniture.NAVIGATION,
        Furniture.MENU,
        Furniture.FOOTER,
        Furniture.NEWSLETTER,
    }
)
_FORM = frozenset({Furniture.REPLY_HEADING, Furniture.REPLY_FORM})
_ENDS_THREAD = frozenset(
    {
        Furniture.REPLY_HEADING,
        Furniture.REPLY_FORM,
        Furniture.LIKES,
        Furniture.LIKE_HEADING,
        Furniture.SHARE_HEADING,
    }
)
_MOST_TITLES, _LONGEST_TITLE = 15, 200
_MOST_ITEMS = 80
_LINES_OF_COMMENT = 8
_SURE_FORM_LINES, _SURE_LINES = 3, 4  # no article quotes as much of a form, or as much furniture with a form in it


def explain(lines: list[PageLine], start: int, author: str) -> list[bool]:
    """Return for each line whether furniture above it explains what it does there."""
    sections, explained = _Sections(lines, author), [False] * len(lines)
    for index in range(start, len(lines)):
        if lines[index].is_furniture:
            sections.pass_furniture(index)
        else:
            explained[index] = sections.explain(index)
    return explained


class _Sections:
    """How many lines what stands above still explains."""

    def __init__(self, lines: list[PageLine], author: str) -> None:
        self._lines, self._author = lines, author
        self._titles = self._items = self._thread = 0
        self._run: dict[str, Kinds] = {}  # the furniture since the last line that is none
        self._has_ended = self._has_text = False

    def pass_furniture(self, index: int) -> None:
        """Open and close sections at a line of furniture."""
        line = self._lines[index]
        if not line.kinds:
            return
        self._items = _MOST_ITEMS
        self._titles = _MOST_TITLES if line.kinds & _LISTS else 0
        self._run |= {} if line.is_item else {line.key: line.kinds}
        self._has_ended = self._has_ended or (self._has_text and _is_end(self._run))
        if self._has_text and opens_thread(self._lines, index):
            self._thread = announced_count(line) * _LINES_OF_COMMENT
        elif line.kinds & _ENDS_THREAD and not line.is_reply_link:
            self._thread = 0

    def explain(self, index: int) -> bool:
        """Whether something above explains a line that is no furniture by itself."""
        line = self._lines[index]
        if self._thread and begins_comment(self._lines, index):
            self._thread = max(self._thread, _LINES_OF_COMMENT)
        is_explained = (
            self._thread > 0
            or (self._titles > 0 and _is_listed(self._lines, index))
            or (self._items > 0 and line.is_item)
            or self._has_ended
            or _is_about_author(self._lines, index, self._author)
        )
        self._titles, self._thread = max(self._titles - 1, 0), max(self._thread - 1, 0)
        self._items = max(self._items - 1, 0) if line.is_item else 0
        self._has_text = self._has_text or line.is_prose
        if not is_explained:
            self._run = {}
        return is_explained


def _is_end(run: dict[str, Kinds]) -> bool:
    """Whether so much furniture stands together that the article has ended: most of a form, or a form and links around it."""
    form_lines = sum(bool(kinds & _FORM) and " " in key for key, kinds in run.items())
    has_form = any(Furniture.REPLY_FORM in kinds for kinds in run.values())
    return form_lines >= _SURE_FORM_LINES or (has_form and len(run) >= _SURE_LINES)


def _is_listed(lines: list[PageLine], index: int) -> bool:
    """Whether a line can be the title of another post, or the beginning of its text: cut, or above the date of that post."""
    line = lines[index]
    is_sentence = line.is_sentence and (line.is_prose or line.text.endswith("."))
    is_title = len(line.text) <= _LONGEST_TITLE and not is_sentence
    below = lines[index + 1].metadata if index + 1 < len(lines) else None
    return is_title or line.text.endswith(BREAKS_OFF) or (below is not None and below.has_date)


def _is_about_author(lines: list[PageLine], index: int, author: str) -> bool:
    """Whether a line belongs to the note about who published the post: its heading, or the paragraph below that."""
    line, above = lines[index], lines[index - 1]
    if is_heading_about(line.text, author):
        return bool(author) or above.is_furniture
    if Furniture.AUTHOR in above.kinds:
        return True
    if above.metadata is not None:
        data = above.metadata
        return data.has_byline and not data.is_name_bare and describes(line.text, data.name)
    if is_heading_about(above.text, author):
        return bool(author) or (index > 1 and lines[index - 2].is_furniture)
    return bool(author) and bool(above.kinds) and line.is_prose and describes(line.text, author)
