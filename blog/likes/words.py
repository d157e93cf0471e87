"""The line that says how many like something."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentence(count: int) -> str:
    """Return how many readers like something, in words that are the same for every reader."""
    if not count:
        return _("Nobody has liked this yet")
    return ngettext("%(count)d reader likes this", "%(count)d readers like this", count) % {"count": count}
