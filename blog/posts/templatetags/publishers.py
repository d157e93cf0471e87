"""The names of who published a post: `{% load publishers %}{{ post.publishers|names }}`."""

from collections.abc import Iterable

from django import template

from blog.organizations.models import Organization
from blog.posts.publishers import in_one_line

register = template.Library()


@register.filter
def names(publishers: Iterable[Organization]) -> str:
    """Return the names of organizations in one line."""
    return in_one_line([organization.name for organization in publishers])


@register.filter
def short_names(publishers: Iterable[Organization]) -> str:
    """Return their short names, for places with little room."""
    return in_one_line([organization.display_name for organization in publishers])
