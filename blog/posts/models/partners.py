"""Which organizations publish a post jointly with its own: read with the post, so that no list asks for them apart."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import JSONArray

from blog.organizations.models import Organization

SHOWN = ("pk", "name", "short_name", "slug", "kind")  # what a byline, a card and structured data tell of each


class _JsonRows(models.Aggregate):
    """Rows as one JSON array, in no order: older SQLite cannot sort within an aggregate."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="JSONB_AGG", **context)


def partner_rows(agreements: models.QuerySet[Any]) -> models.Subquery:
    """Return what `partners_of` reads, for an annotation of posts; `agreements` are those that hold."""
    columns = JSONArray("pk", *(f"organization__{name}" for name in SHOWN))
    one_row = agreements.filter(post=models.OuterRef("pk")).order_by().values("post").annotate(rows=_JsonRows(columns))
    return models.Subquery(one_row.values("rows"))


def partners_of(rows: Iterable[list[Any]] | None) -> list[Organization]:
    """Return the organizations in such an annotation, in the order in which they were asked, with `SHOWN` alone."""
    return [Organization(**dict(zip(SHOWN, values, strict=True))) for _number, *values in sorted(rows or ())]
