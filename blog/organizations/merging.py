"""Reading the first rows of several organizations, each organization's from an index that has them in their order."""

from collections.abc import Sequence

from django.db import models

MOST_MERGED = 20  # organizations whose rows are read apart and merged


def first_of_each[QuerySetT: models.QuerySet[models.Model]](
    rows: QuerySetT, organizations: Sequence[int] | None, most: int
) -> QuerySetT:
    """Return the rows of some organizations (None: of all), of each at least the first so many in the order of these rows.

    Each organization's come from an index, so that neither all of its rows nor those of others are looked at. Of many
    organizations enough stand among the rows of all.

    Args:
        rows: of a model with an `organization`, in an order.
        organizations: the numbers of those whose rows they are at most.
        most: how many rows of each may be needed.
    """
    if organizations is None or len(organizations) > MOST_MERGED:
        return rows
    if not organizations:
        return rows.none()
    if len(organizations) == 1:
        return rows.filter(organization=organizations[0])
    first = [rows.filter(organization=pk).values("pk")[:most] for pk in organizations]
    # Each limited query stands in one of its own: SQLite takes no limit in the parts of a UNION.
    one, *others = (rows.model._default_manager.filter(pk__in=some).values("pk") for some in first)
    return rows.filter(pk__in=one.union(*others, all=True))
