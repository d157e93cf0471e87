"""Parts of lists, and the addresses of those beside them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from rest_framework.request import Request

from blog import prepared
from blog.api.errors import NothingNamedError
from blog.api.parameters import ListParameters
from blog.posts.addresses import absolute
from blog.posts.paging import InvalidCursorError, Page, first, paginate

CURSORS = {"next": "after", "previous": "before"}


def part_of[ModelT: models.Model](
    rows: models.QuerySet[ModelT],
    *,
    by: str,
    asked: Mapping[str, Any],
    read: Callable[..., models.QuerySet[ModelT]] = first,
    **values: Any,
) -> Page[ModelT]:
    """Return the part of a list that parameters ask for, in one query; `read`, with the values, as `paginate` has it.

    Raises:
        NothingNamedError: when a cursor was not given out here.
    """
    place: dict[str, Any] = {"size": asked["page_size"], "after": asked.get("after", ""), "before": asked.get("before", "")}
    try:
        return paginate(lambda **_values: rows, run=prepared.rows_anew, by=by, read=read, **place, **values)
    except InvalidCursorError:
        raise no_such_cursor() from None


def no_such_cursor() -> NothingNamedError:
    """Return the refusal of a cursor that was not given out here."""
    return NothingNamedError(_("This cursor was not given out here. Begin with the first page, without “after” and “before”."))


def beside(request: Request, parameters: type[ListParameters], **cursors: str) -> dict[str, str | None]:
    """Return the addresses of the parts of a list beside this one, by their names; None where there is no cursor.

    Args:
        request: the request for this part.
        parameters: those that the list has; others are not carried on.
        cursors: `next` and `previous`, empty at the ends.
    """
    kept = set(parameters.names()) - set(CURSORS.values())
    given = {name: value for name, value in request.GET.items() if name in kept}
    here = absolute(escape_uri_path(request.path))
    return {
        name: f"{here}?{urlencode({**given, CURSORS[name]: cursor})}" if cursor else None for name, cursor in cursors.items()
    }
