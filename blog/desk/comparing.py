"""Two versions of a post side by side, in the words of its form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext

from blog.posts.content import FIELDS, RELATED, Content, Json, label_of
from blog.posts.models import Post
from blog.richtext.comparison import Change, Piece, Row, compare_html, compare_words, folded
from blog.richtext.rendering import render_article

TEXT = "body"  # compared by paragraphs, below the other fields


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: what it says in both versions."""

    label: str
    old: list[Piece]
    new: list[Piece]
    separator: str = ""  # between the pieces, where they are names


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions: the short fields, and the text in runs of rows (True: far from any change)."""

    fields: list[FieldChange]
    text: list[tuple[bool, list[Row]]]
    has_other_text: bool

    @property
    def is_empty(self) -> bool:
        """Whether both versions are the same."""
        return not self.fields and not self.has_other_text


def compare(old: Content, new: Content) -> Comparison:
    """Return what differs between two contents; what they name by number is looked up, one query for each kind of rows."""
    names = [name for name in (*FIELDS, *RELATED) if name != TEXT and old.get(name) != new.get(name)]
    rows = compare_html(*(render_article(str(content.get(TEXT) or "")) for content in (old, new)))
    return Comparison(
        fields=[_compare_field(name, old.get(name), new.get(name)) for name in names],
        text=list(folded(rows)),
        has_other_text=any(row.change != Change.SAME for row in rows),
    )


def _compare_field(name: str, old: Json, new: Json) -> FieldChange:
    column = Post._meta.get_field(name)
    if isinstance(column, models.ManyToManyField):
        return FieldChange(label_of(name), *_compare_lists(column, old, new), separator=", ")
    if _is_words(column):
        left, right = compare_words(str(old or ""), str(new or ""))
    else:
        say = _speaker(column, [old, new])
        left, right = [Piece(say(old), Change.REMOVED)], [Piece(say(new), Change.ADDED)]
    return FieldChange(label_of(name), left, right)


def _is_words(column: Any) -> bool:
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def _compare_lists(column: Any, old: Json, new: Json) -> tuple[list[Piece], list[Piece]]:
    """Return both lists of rows by their names; a row that stands in one of them only is marked."""
    left, right = (value if isinstance(value, list) else [] for value in (old, new))
    names = _names(column, [*left, *right])

    def pieces(own: list[Json], others: list[Json], change: Change) -> list[Piece]:
        return sorted(Piece(names(pk), Change.SAME if pk in others else change) for pk in own)

    return pieces(left, right, Change.REMOVED), pieces(right, left, Change.ADDED)


def _speaker(column: Any, values: Iterable[Json]) -> Callable[[Json], str]:
    """Return what makes words of the values of a column."""
    if isinstance(column, models.ForeignKey):
        return _names(column, values)
    if isinstance(column, models.BooleanField):
        return lambda value: gettext("Yes") if value else gettext("No")
    if isinstance(column, models.DateTimeField):
        return lambda value: _moment(column.to_python(value))
    if isinstance(column, models.DateField):
        return lambda value: formats.date_format(column.to_python(value), "SHORT_DATE_FORMAT") if value else gettext("Empty")
    choices: Mapping[Any, Any] = dict(column.flatchoices)
    return lambda value: str(choices.get(value, value)) if value not in {None, ""} else gettext("Empty")


def _names(column: Any, pks: Iterable[Json]) -> Callable[[Json], str]:
    numbers = {pk for pk in pks if isinstance(pk, int)}
    rows = column.related_model._default_manager.in_bulk(numbers)

    def name(pk: Json) -> str:
        if pk is None:
            return gettext("Empty")
        row = rows.get(pk)
        if row is None:
            return gettext("deleted since")
        return str(getattr(row, "get_full_name", row.__str__)())

    return name


def _moment(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else gettext("Empty")
