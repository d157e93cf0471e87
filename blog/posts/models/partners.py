"""Which organizations publish a post jointly with its own: read with the post, so that no list asks for them apart."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import JSONArray
from django.utils.functional import cached_property

from blog.organizations.models import Organization

MISSING = object()
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


class Joined(models.Model):
    """A post as several organizations publish it."""

    organization: Organization

    class Meta:
        abstract = True

    @cached_property
    def partners(self) -> list[Organization]:
        """The other organizations that have agreed to publish it jointly; lists read them together with the post."""
        if self._state.adding:
            return []
        rows = self.__dict__.get("partner_rows", MISSING)
        if rows is MISSING:
            rows = type(self)._default_manager.with_partners().only("pk").get(pk=self.pk).partner_rows  # type: ignore[attr-defined]  # of posts
        return partners_of(rows)

    @property
    def publishers(self) -> list[Organization]:
        """Who publishes it: its own organization, to which it belongs, and the others that do so jointly."""
        return [self.organization, *self.partners]
