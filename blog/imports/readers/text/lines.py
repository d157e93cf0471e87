"""A line of a page with what can be said of it alone, without its company."""

from dataclasses import dataclass
from functools import cached_property

from blog.imports.document import LineRole
from blog.imports.readers.text.folding import fold_space, key_of, tokens_of
from blog.imports.readers.text.metadata import Metadata, metadata_of
from blog.imports.readers.text.phrases import NO_KINDS, Furniture, Kinds, phrases
from blog.imports.readers.text.services import is_service_list
from blog.imports.readers.text.signs import BULLETS, CLOSING_MARKS, FIRST_WIDE, PATH_SIGNS, SENTENCE_ENDS, SPOKEN_ENDS

_LONGEST_SHORT = 160  # characters; of longer lines only the beginnings are looked up
_LONG_TEXT, _LONG_PROSE, _LONG_SENTENCE, _SENTENCE = 250, 110, 80, 50
_FEWEST_WORDS_OF_TWO, _MOST_WORDS_OF_TWO = 2, 10
_PATH_STARTS = frozenset({Furniture.NAVIGATION, Furniture.MENU})


@dataclass(eq=False)
class PageLine:
    """A line that is not blank. `role` and `became` are filled in as its place in the page is found."""

    number: int
    source: str  # as it stands
    text: str  # white space folded
    key: str
    is_block_start: bool  # a blank line stands above it
    kinds: Kinds = NO_KINDS
    languages: frozenset[str] = frozenset()
    role: LineRole | None = None
    became: str = ""

    @cached_property
    def is_sentence(self) -> bool:
        """Whether the line ends as sentences do."""
        return self.text.rstrip(CLOSING_MARKS).endswith(SENTENCE_ENDS)

    @cached_property
    def is_prose(self) -> bool:
        """Whether the line is long enough to be running text."""
        width = _width(self.text)
        return width >= _LONG_PROSE or (width >= _SENTENCE and self.is_sentence)

    @cached_property
    def is_text(self) -> bool:
        """Whether the line is so long a sentence that it can be no title and no caption."""
        width = _width(self.text)
        return width >= _LONG_TEXT or (width >= _LONG_SENTENCE and self.is_sentence)

    @cached_property
    def is_item(self) -> bool:
        """Whether the line begins with the mark of a list."""
        return self.text.startswith(BULLETS) and self.text[1:2] == " "

    @cached_property
    def metadata(self) -> Metadata | None:
        """What the line says about the post, if that is all it says."""
        return metadata_of(self.text, self.key)

    @property
    def is_furniture(self) -> bool:
        """Whether tables or the line's form say that it belongs to the page and not to the article."""
        return bool(self.kinds) or self.metadata is not None

    @property
    def is_plain(self) -> bool:
        """Whether nothing but its place can say what the line is."""
        return not self.is_furniture and not self.is_item

    @property
    def is_stamp(self) -> bool:
        """Whether the line says when or by whom the post was published."""
        return self.metadata is not None and self.metadata.is_stamp

    @property
    def is_reply_link(self) -> bool:
        """Whether the line is the link below a comment, not the form."""
        return Furniture.REPLY_FIELD in self.kinds

    def become(self, role: LineRole, what: str) -> None:
        """Settle what the line is."""
        self.role, self.became = role, what


def page_line(number: int, source: str, *, is_block_start: bool) -> PageLine:
    """Read a line by itself."""
    text = fold_space(source)
    key = key_of(tokens_of(text[:_LONGEST_SHORT]))
    kinds, languages = phrases().kinds_of(text, key)
    if kinds and " " not in key and text.rstrip(CLOSING_MARKS).endswith(SPOKEN_ENDS):
        kinds = NO_KINDS  # a word of a dialogue
    if not kinds and len(text) <= _LONGEST_SHORT:
        kinds = _kinds_by_form(text) or _kinds_of_two(key)
    return PageLine(number, source, text, key, is_block_start, kinds, languages)


def _kinds_by_form(text: str) -> Kinds:
    """Return what a line is by its form: names of services, an arrow to another post, or the path to this one."""
    if is_service_list(text):
        return frozenset({Furniture.SHARE})
    sign = next((sign for sign in PATH_SIGNS if sign in text), None)
    is_path = sign is not None and phrases().kinds_of_line(key_of(tokens_of(text.partition(sign)[0]))) & _PATH_STARTS
    return frozenset({Furniture.NAVIGATION}) if is_path or text[:1] == "←" or text[-1:] == "→" else NO_KINDS


def _kinds_of_two(key: str) -> Kinds:
    """Return what a line is that holds two phrases side by side, "Zum Inhalt springen Skip to menu"."""
    words = key.split(" ")
    is_of_two = 2 * _FEWEST_WORDS_OF_TWO <= len(words) <= _MOST_WORDS_OF_TWO
    if not is_of_two or words[0] not in phrases().first_words_of_lines:
        return NO_KINDS
    for place in range(_FEWEST_WORDS_OF_TWO, len(words) - _FEWEST_WORDS_OF_TWO + 1):
        first, second = (phrases().kinds_of_line(" ".join(part)) for part in (words[:place], words[place:]))
        if first and second:
            return first | second
    return NO_KINDS


def _width(text: str) -> int:
    """Return the length of a text in letters of an alphabet; a sign of Chinese or Japanese counts as two and a half."""
    if text.isascii() or max(text) < FIRST_WIDE:
        return len(text)
    return len(text) + sum(char >= FIRST_WIDE for char in text[:_LONG_TEXT]) * 3 // 2
