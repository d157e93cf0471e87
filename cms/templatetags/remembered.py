"""Parts of pages that are rendered once for the same contents: `{% remembered post %}…{% endremembered %}`.

Django's templates take 0.2 ms for the card of a post, and a list has twelve. Nothing here can be stale, because a part is
found again by all that it is made of.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from blog.changes.contents import contents

register = template.Library()

MOST_CHARACTERS = 1_000_000  # of all parts in a process; what they are found by takes about as much again
LARGEST_PART = 8  # none takes more than this part of the whole
OVERHEAD_CHARACTERS = 500  # what a part takes beside its text


class Parts:
    """What was rendered; where there is no room, what was not asked for the longest goes first."""

    def __init__(self) -> None:
        self.characters = 0
        self._parts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> SafeString | None:
        """Return a part, which becomes the last to go."""
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def put(self, key: Hashable, part: SafeString) -> None:
        """Keep a part."""
        size = len(part) + OVERHEAD_CHARACTERS
        if size > MOST_CHARACTERS // LARGEST_PART:
            return
        with self._lock:
            if key not in self._parts:
                self._parts[key] = part
                self.characters += size
            while self.characters > MOST_CHARACTERS:
                _key, gone = self._parts.popitem(last=False)
                self.characters -= len(gone) + OVERHEAD_CHARACTERS

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._parts.clear()
            self.characters = 0


parts = Parts()


class RememberedNode(template.Node):
    """A part of a template."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: template.Context) -> SafeString:
        """Return what was rendered of the same contents before, else render it."""
        if settings.THEME.template_folders:  # an operator's templates may show what this one does not
            return self.nodelist.render(context)
        values = [contents(value.resolve(context, ignore_failures=True)) for value in self.values]
        key = (self, get_language(), get_current_timezone(), *values)
        if (rendered := parts.get(key)) is None:
            rendered = mark_safe(self.nodelist.render(context).strip())  # noqa: S308  # rendered just now
            parts.put(key, rendered)
        return rendered


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """Render what follows once for each language and time zone and for the same contents of some values.

    It may depend on nothing else but the settings of the site: not on the address, the moment or the visitor. No block
    stands in it, which another template could fill with something else.
    """
    _name, *values = token.split_contents()
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, [parser.compile_filter(value) for value in values])
