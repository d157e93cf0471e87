"""Parts of pages that are rendered once for the same contents: `{% remembered post %}…{% endremembered %}`.

Django's templates take 0.2 ms for the card of a post, and a list has twelve. Nothing here can be stale, because a part is
found again by all that it is made of.
"""

from collections.abc import Hashable
from typing import Any

from django import template
from django.conf import settings
from django.db import models
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

MOST = 500  # renderings of one part of a template


class RememberedNode(template.Node):
    """A part of a template with what was rendered of it."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.renderings: dict[Hashable, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """Return what was rendered of the same contents before, else render it."""
        if settings.THEME.template_folders:  # an operator's templates may show what this one does not
            return self.nodelist.render(context)
        key = (
            get_language(),
            get_current_timezone_name(),
            *[contents(value.resolve(context, ignore_failures=True)) for value in self.values],
        )
        if (rendered := self.renderings.get(key)) is None:
            rendered = mark_safe(self.nodelist.render(context).strip())  # noqa: S308  # rendered just now
            if len(self.renderings) >= MOST:
                self.renderings.clear()
            self.renderings[key] = rendered
        return rendered


def contents(value: Any, *through: models.Model) -> Hashable:
    """Return all that a value can show: of a row every column that is loaded, of it and of the rows that are loaded with it.

    `through` are the rows by which one was come to: of two that are loaded with each other, each would lead to the other.
    """
    if not isinstance(value, models.Model):
        return _plain(value)
    columns = [_plain(column) for name, column in value.__dict__.items() if name != "_state"]
    others = [other for other in value._state.fields_cache.values() if not any(other is row for row in through)]
    return type(value), *columns, *(contents(other, value, *through) for other in others)


def _plain(value: Any) -> Hashable:
    return repr(value) if isinstance(value, (list, dict)) else value  # what JSON columns hold


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """Render what follows once for each language and time zone and for the same contents of some values.

    It may depend on nothing else but the settings of the site: not on the address, the moment or the visitor.
    """
    _name, *values = token.split_contents()
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, [parser.compile_filter(value) for value in values])
