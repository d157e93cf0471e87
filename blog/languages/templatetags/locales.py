"""Languages as share cards name them."""

from django import template

from blog.languages.addresses import locale_of

register = template.Library()


@register.filter
def locale(code: str) -> str:
    """Return a language with the territory that Open Graph wants; empty where none is known."""
    return locale_of(code)
