"""Keyset paging: a page is found through an index whatever its depth, and no table is ever counted."""

import base64
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import models

from blog import prepared
from blog.richtext.text import printable


class InvalidCursorError(ValueError):
    """The cursor in an address is not one that a page has given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[ModelT: models.Model]:
    """A slice of an ordered list. `previous` and `next` are the cursors that lead to the pages beside it, empty at the ends."""

    items: Sequence[ModelT]
    previous: str
    next: str

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return not self.previous


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A place in the order by a field and the primary key, and whether both fall from there; without a number, the end."""

    by: str
    is_falling: bool
    value: object = None
    number: object = None

    def first[RowT: models.Model](self, rows: models.QuerySet[RowT], most: int, *, pk: str = "pk") -> models.QuerySet[RowT]:
        """Return the first rows beyond the place; `pk` names the column that the numbers are of."""
        if self.number is not None:
            rows = _within_first(rows, beyond(self.by, self.value, self.number, is_falling=self.is_falling, pk=pk))
        sign = "-" if self.is_falling else ""
        return rows.order_by(f"{sign}{self.by}", f"{sign}{pk}")[:most]


def first[ModelT: models.Model](
    rows: models.QuerySet[ModelT], start: Start, most: int, /, **_values: prepared.Value
) -> models.QuerySet[ModelT]:
    """Return the first rows beyond a place."""
    return start.first(rows, most)


def paginate[ModelT: models.Model](
    build: Callable[..., models.QuerySet[ModelT]],
    *shape: Hashable,
    by: str,
    size: int,
    after: str = "",
    before: str = "",
    run: prepared.Run = prepared.rows,
    read: Callable[..., models.QuerySet[ModelT]] = first,
    **values: prepared.Value,
) -> Page[ModelT]:
    """Return one page of rows in one query; what they lack is fetched for all of them at once.

    Args:
        build: makes the rows (see `blog.prepared`); their own order is replaced by (`by`, primary key).
        shape: what it is called with.
        by: the field that orders them, `collation_key` or `published_at`, never NULL here; `-…` for the greatest first.
        size: rows a page.
        after: cursor of the row before this page's first.
        before: cursor of the row after this page's last. Ignored with `after`.
        run: how the rows are asked for.
        read: how the first of them beyond a place are found, where one index does not have them; it is given the values too.
        values: what it is called with besides, as values of the query.

    Raises:
        InvalidCursorError: when a cursor was not made here.
    """
    field, is_descending = by.removeprefix("-"), by.startswith("-")
    is_forward = bool(after) or not before
    start = Start(by=field, is_falling=is_descending is is_forward)
    if cursor := after or before:
        values["beyond_value"], values["beyond_pk"] = _decode(cursor, _READ[field])
    found = run(_slice, build, shape, read, start, size + 1, **values)
    has_more, found = len(found) > size, found[:size]
    if not is_forward:
        found.reverse()
    has_previous, has_next = (bool(after), has_more) if is_forward else (has_more, True)
    return Page(
        items=found,
        previous=_encode(found[0], field) if found and has_previous else "",
        next=_encode(found[-1], field) if found and has_next else "",
    )


def _slice[ModelT: models.Model](
    build: Callable[..., models.QuerySet[ModelT]],
    shape: tuple[Hashable, ...],
    read: Callable[..., models.QuerySet[ModelT]],
    start: Start,
    limit: int,
    /,
    *,
    beyond_value: datetime | str | None = None,
    beyond_pk: int = 0,
    **values: prepared.Value,
) -> models.QuerySet[ModelT]:
    if beyond_value is not None:
        start = replace(start, value=beyond_value, number=beyond_pk)
    return read(build(*shape, **values), start, limit, **values).fetch_mode(models.FETCH_PEERS)


def _within_first[RowsT: models.QuerySet[Any]](rows: RowsT, bound: models.Q) -> RowsT:
    """Return the rows within a bound, put before all other conditions: of two, SQLite enters its index by the first."""
    others = len(rows.query.where.children)
    rows = rows.filter(bound)
    conditions = rows.query.where.children
    conditions[:] = conditions[others:] + conditions[:others]
    return rows


def beyond(by: str, value: object, number: object, *, is_falling: bool, pk: str = "pk") -> models.Q:
    """Return what holds for the rows after a place in the order by a field and the primary key, both rising or both falling."""
    comparison = "lt" if is_falling else "gt"
    # The first condition says nothing new, but it is what lets a database enter its index at the right place.
    return models.Q((f"{by}__{comparison}e", value)) & (
        models.Q((f"{by}__{comparison}", value)) | models.Q((by, value), (f"{pk}__{comparison}", number))
    )


def _encode(row: models.Model, by: str) -> str:
    value = getattr(row, by)
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode().rstrip("=")


def _text(text: Any) -> str:
    if not isinstance(text, str) or text != printable(text):
        raise ValueError(text)
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _decode(cursor: str, read: Callable[[str], datetime | str]) -> tuple[datetime | str, int]:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value = read(value)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise InvalidCursorError(cursor) from error
    if type(pk) is not int or not 0 <= pk < 2**63:
        raise InvalidCursorError(cursor)
    return value, pk


_READ: dict[str, Callable[[str], datetime | str]] = {"published_at": _moment, "collation_key": _text}
