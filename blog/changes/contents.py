"""What values can show, as something to compare: parts of pages that show the same are the same."""

from collections.abc import Hashable
from typing import Any

from django.db import models


class Contents:
    """All that some values can show, hashed once: a page compares it several times."""

    __slots__ = ("_hash", "_values")

    def __init__(self, *values: Any) -> None:
        self._values = tuple(contents(value) for value in values)
        self._hash = hash(self._values)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Contents) and self._hash == other._hash and self._values == other._values


def contents(value: Any, *through: models.Model) -> Hashable:
    """Return all that a value can show: of a row every column that is loaded, of it and of the rows that are loaded with it.

    `through` are the rows by which one was come to: of two that are loaded with each other, each would lead to the other.
    """
    if not isinstance(value, models.Model):
        plain: Hashable = _plain(value)
        return plain
    columns = [_plain(column) for name, column in value.__dict__.items() if name != "_state"]
    others = [other for other in value._state.fields_cache.values() if not any(other is row for row in through)]
    return type(value), *columns, *(contents(other, value, *through) for other in others)


def _plain(value: Any) -> Any:
    if isinstance(value, list) and any(isinstance(item, (models.Model, tuple)) for item in value):
        return tuple(contents(item) for item in value)
    return repr(value) if isinstance(value, (list, dict)) else value  # what JSON columns hold
