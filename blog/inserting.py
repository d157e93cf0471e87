"""New rows in numbers: what `bulk_create` does, for rows that hold plain values, in a quarter of its time.

Django asks of each value of each row whether it is an expression, and how its field, its column and the database want it.
Here each column is asked once: most take a value as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched, chain
from operator import itemgetter
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields import Field

# Their values are stored as they stand in memory, by either database.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)

type Values = dict[str, Any]  # by the names of attributes; of a foreign key, `…_id`
type Convert = Callable[[Any, BaseDatabaseWrapper], Any]
type OfRow = Callable[[models.Model, BaseDatabaseWrapper], Any]


def insert(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model and give each its number; no value may be an expression.

    Raises:
        IntegrityError: as `bulk_create`; the caller's transaction is to be rolled back then.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    columns = _columns(model, connection.alias)
    values = [columns.values(row.__dict__, connection) for row in rows]
    for index, make in columns.made:
        for row, stored in zip(rows, values, strict=True):
            stored[index] = make(row, connection)
    numbers = _execute(columns, values, connection, is_told=True)
    for row, (number,) in zip(rows, numbers, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Store new rows that nobody needs as objects. What one does not name has the default of its field, the same in all.

    Raises:
        IntegrityError: as `insert`.
        TypeError: when a field of the model has a value of its own making, such as `auto_now`.
    """
    connection = connections[router.db_for_write(model)]
    columns = _columns(model, connection.alias)
    if columns.made:
        raise TypeError(model)
    defaults = {field.attname: field.get_default() for field in model._meta.concrete_fields}
    _execute(columns, [columns.values(defaults | row, connection) for row in rows], connection, is_told=False)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a model but for its key, and what makes the stored value of those that are not stored as they stand."""

    model: type[models.Model]
    taken_from: Callable[[Values], tuple[Any, ...]]
    converted: list[tuple[int, Convert]]
    made: list[tuple[int, OfRow]]  # when the row is stored
    into: str
    places: str
    returning: str

    def values(self, given: Values, connection: BaseDatabaseWrapper) -> list[Any]:
        """Return the values of a row as the database wants them, but for those that are made when it is stored."""
        values = list(self.taken_from(given))
        for index, convert in self.converted:
            if values[index] is not None:
                values[index] = convert(values[index], connection)
        return values


@cache
def _columns(model: type[models.Model], alias: str) -> _Columns:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    made = {index for index, field in enumerate(fields) if _is_made_when_stored(field)}
    quote = connections[alias].ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    return _Columns(
        model=model,
        taken_from=itemgetter(*(field.attname for field in fields)),
        converted=[
            (index, _converting(field))
            for index, field in enumerate(fields)
            if index not in made and not isinstance(field, PLAIN)
        ],
        made=[(index, _making(fields[index])) for index in sorted(made)],
        into=f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",  # noqa: S608  # our own names
        places=f"({', '.join(['%s'] * len(fields))})",
        returning=f" RETURNING {quote(str(model._meta.pk.column))}",
    )


def _execute(
    columns: _Columns, rows: Sequence[list[Any]], connection: BaseDatabaseWrapper, *, is_told: bool
) -> list[tuple[int]]:
    """Store rows, as many in a statement as the database takes; return their numbers if they are to be told."""
    numbers = list[tuple[int]]()
    most = connection.ops.bulk_batch_size(list(columns.model._meta.concrete_fields), rows)
    with connection.cursor() as cursor:
        for some in batched(rows, most, strict=False):
            into = columns.into + ", ".join([columns.places] * len(some)) + (columns.returning if is_told else "")
            cursor.execute(into, list(chain.from_iterable(some)))
            numbers += cursor.fetchall() if is_told else []
    return numbers


def _converting(field: "Field[Any, Any]") -> Convert:
    """Return what converts the values of a column; a moment that is the one before, such as that of an import, only once."""
    if not isinstance(field, models.DateTimeField):
        return field.get_db_prep_save
    last: list[tuple[Any, Any]] = [(None, None)]

    def convert(value: Any, connection: BaseDatabaseWrapper) -> Any:
        known, stored = last[0]
        if value is not known:
            stored = field.get_db_prep_save(value, connection)
            last[0] = value, stored
        return stored

    return convert


def _making(field: "Field[Any, Any]") -> OfRow:
    return lambda row, connection: field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _is_made_when_stored(field: "Field[Any, Any]") -> bool:
    if isinstance(field, models.DateField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not Field.pre_save
