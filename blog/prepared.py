"""Queries whose SQL is made once in a process, and run with other values each time.

Django makes the SQL of a query anew whenever it is run, and on a post's page that took ten times as long as the database
took to answer. So a function builds what a public page asks, once, with placeholders where values will stand:

    def _with_slug(*, at: datetime, slug: str) -> PostQuerySet:
        return Post.objects.published(at).filter(slug=slug)

    found = rows(_with_slug, at=timezone.now(), slug="a-post")
"""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

type Value = datetime | int | str | Sequence[int]
type Run = Callable[..., list[Any]]

SHORTEST_LIST = 8  # placeholders of a list; longer ones have as many as a power of two
_FIELDS: dict[type, models.Field[Any, Any]] = {
    datetime: models.DateTimeField(),
    int: models.BigIntegerField(),
    str: models.TextField(),
}
_OF_A_QUERYSET = ("_iterable_class", "_fields", "_fetch_mode", "_known_related_objects")  # what its query does not know


class Kind(NamedTuple):
    """What a value is: its type, and for a list its room; 0 for what is none."""

    type: type
    room: int

    @classmethod
    def of(cls, value: Value) -> "Kind":
        """Return the kind of a value; a member of an enumeration counts as the text or the number that it is."""
        for kind in _FIELDS:
            if isinstance(value, kind):
                return cls(kind, 0)
        return cls(int, max(SHORTEST_LIST, 1 << (len(value) - 1).bit_length()))  # type: ignore[arg-type]  # a list remains


@dataclass(frozen=True, slots=True)
class _Place:
    """A parameter that is not there yet: a value, or the item of a list, whose last one fills the room that is left."""

    name: str
    kind: Kind
    index: int = 0

    def filled(self, values: dict[str, Value], connection: BaseDatabaseWrapper) -> Any:
        """Return the parameter."""
        value: Any = values[self.name]
        if self.kind.room:
            value = value[min(self.index, len(value) - 1)] if value else None
        return _FIELDS[self.kind.type].get_db_prep_value(value, connection)


class Given(models.Expression):
    """A value in a query that is given when it runs."""

    def __init__(self, name: str, kind: Kind) -> None:
        super().__init__(output_field=_FIELDS[kind.type])
        self.name, self.kind = name, kind

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002  # Django's
        """Return a place for it, or for each item of the list."""
        if not self.kind.room:
            return "%s", (_Place(self.name, self.kind),)
        places = tuple(_Place(self.name, self.kind, index) for index in range(self.kind.room))
        return f"({', '.join(['%s'] * len(places))})", places


class _Ready:
    """SQL with its parameters, and the compiler that made it and knows what the columns of a row are."""

    def __init__(self, queryset: models.QuerySet[Any, Any], alias: str) -> None:
        self.alias = alias
        self.compiler: SQLCompiler = queryset.query.chain().get_compiler(using=alias)
        self.sql, self.parameters = self.compiler.as_sql()
        self.places = {part for part in self.parameters if isinstance(part, _Place)}  # a moment may stand in ten of them
        converters = self.compiler.get_converters([column for column, *_others in self.compiler.select])
        self.compiler.get_converters = lambda _columns: converters  # the same at each run

    def bound(self, values: dict[str, Value]) -> SQLCompiler:
        """Return a compiler of this thread's connection that runs the SQL with some values."""
        compiler = copy(self.compiler)
        connection = compiler.connection = connections[self.alias]
        filled: dict[Any, Any] = {place: place.filled(values, connection) for place in self.places}
        parameters = tuple(filled[part] if isinstance(part, _Place) else part for part in self.parameters)
        compiler.as_sql = lambda *_arguments, **_options: (self.sql, parameters)  # type: ignore[method-assign]  # made already
        return compiler


_querysets: dict[Hashable, models.QuerySet[Any, Any]] = {}
_ready: dict[Hashable, _Ready] = {}


def rows[RowT](build: Callable[..., models.QuerySet[Any, RowT]], *shape: Hashable, **values: Value) -> list[RowT]:
    """Return the rows of the queryset `build(*shape, **values)`, in one query.

    Args:
        build: a function of a module. It is called once for each shape and sees a place instead of each value, so it can
            compare columns with them and nothing else.
        shape: what the form of the query depends on.
        values: moments, whole numbers, texts, and lists of numbers.
    """
    kinds = {name: Kind.of(value) for name, value in values.items()}
    key = (build, shape, *kinds.items())
    queryset = _querysets.get(key)
    if queryset is None:
        queryset = _querysets[key] = build(*shape, **{name: Given(name, kind) for name, kind in kinds.items()})
    alias = queryset.db  # as the site's routers say for this request
    ready = _ready.get((key, alias))
    if ready is None:
        ready = _ready[key, alias] = _Ready(queryset, alias)
    bound, query = ready.bound(values), copy(queryset.query)
    query.get_compiler = lambda *_arguments, **_options: bound  # type: ignore[method-assign]  # as above
    asked = type(queryset)(queryset.model, query)
    for name in _OF_A_QUERYSET:
        setattr(asked, name, getattr(queryset, name))
    return list(asked)


def rows_anew[RowT](build: Callable[..., models.QuerySet[Any, RowT]], *shape: Hashable, **values: Value) -> list[RowT]:
    """Return the same with SQL that is made for this once: for shapes of which there may be any number."""
    return list(build(*shape, **values))
