"""What values can show, as something to compare: parts of pages that show the same are the same."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

PLAIN = {str, int, bool, type(None), datetime, UUID}  # of most columns: nothing to look into


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

    Rows count so wherever they are: in lists, tuples, dictionaries and querysets, those that were fetched with a row among
    them. What is in a named tuple is plain. `through` are the rows by which one was come to: of two that are loaded with
    each other, each would lead to the other.
    """
    if isinstance(value, models.Model):
        columns = [
            column if type(column) in PLAIN else contents(column, value, *through)
            for name, column in value.__dict__.items()
            if name != "_state"
        ]
        others = [other for other in value._state.fields_cache.values() if not any(other is row for row in through)]
        return type(value), *columns, *(contents(other, value, *through) for other in others)
    if isinstance(value, (list, models.QuerySet)) or type(value) is tuple:
        return tuple(contents(item, *through) for item in value if not any(item is row for row in through))
    if isinstance(value, dict):
        return tuple((key, contents(item, *through)) for key, item in value.items())
    plain: Hashable = value
    return plain
