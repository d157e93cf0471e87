"""Words of two versions, marked where they differ."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.richtext.comparison import Change, Piece

register = template.Library()


@register.simple_tag
def marked(pieces: Sequence[Piece], separator: str = "") -> SafeString:
    """Return runs of words; those that one side alone has are marked by more than color. No white space comes between."""
    if not pieces:
        return format_html('<span class="gz-diff__nothing">{}</span>', _("nothing"))
    return format_html_join(separator, "{}", ((_mark(piece),) for piece in pieces))


def _mark(piece: Piece) -> str | SafeString:
    match piece.change:
        case Change.REMOVED:
            return format_html('<del><span class="gz-unseen">{} </span>{}</del>', _("removed:"), piece.text)
        case Change.ADDED:
            return format_html('<ins><span class="gz-unseen">{} </span>{}</ins>', _("added:"), piece.text)
    return piece.text
