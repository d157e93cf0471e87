"""The start page of the admin: what waits for whoever is signed in, what happened lately, and how the last months went."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest

from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import capabilities_of
from blog.posts.models import Post
from cms.dashboard.activity import activity
from cms.dashboard.charts import charts
from cms.dashboard.panel import Panel, admin_page
from cms.dashboard.panels import comments_that_wait, imports, joint_publications, posts, reviews

# Each returns the panels that its reader may see, in the order of the page. To add one, write such a function.
PANELS: Sequence[Callable[[HttpRequest], list[Panel]]] = (
    comments_that_wait,
    reviews,
    joint_publications,
    posts,
    activity,
    imports,
)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows, in a number of queries that does not grow with the site (see its test)."""
    return {
        "panels": [panel for panels in PANELS for panel in panels(request)],
        "charts": charts(request) if capabilities_of(request) & {Capability.PUBLISH, Capability.MODERATE} else [],
        "may_write": admin_page(Post).has_add_permission(request),
    }
