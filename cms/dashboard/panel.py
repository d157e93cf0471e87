"""A list on the start page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.functional import Promise

from blog.organizations.scoped_admin import ScopedAdmin

ROWS = 5
COUNTED_UP_TO = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """At most `ROWS` rows, how many there are in all, and where the rest is.

    `row_template` shows a row, as `row` beside `panel`. `is_urgent` marks what somebody has to decide about.
    """

    key: str
    title: Promise
    rows: list[Any]
    link: str
    empty: Promise
    row_template: str
    count: str = ""
    is_urgent: bool = False


def admin_page(model: type[Any]) -> ScopedAdmin:
    """Return the admin page of a model, which says what its reader may see."""
    page: ScopedAdmin = admin.site.get_model_admin(model)  # type: ignore[assignment]  # those on the start page are scoped
    return page


def counted(rows: QuerySet[Any]) -> tuple[list[Any], str]:
    """Return the first rows and how many there are, up to a bound, from one query."""
    found = list(rows[: COUNTED_UP_TO + 1])
    return found[:ROWS], f"{COUNTED_UP_TO}+" if len(found) > COUNTED_UP_TO else str(len(found))
