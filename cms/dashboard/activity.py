"""What people did lately."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.audit.models import Line
from blog.organizations.scoped_admin import signed_in
from cms.dashboard.panel import ROWS, Panel, admin_page


def activity(request: HttpRequest) -> list[Panel]:
    """Return the latest lines of the audit log that the reader may see."""
    page = admin_page(Line)
    if not page.has_view_permission(request):
        return []
    lines = page.rows_visible_to(signed_in(request)).select_related("organization").defer("before", "after")
    return [
        Panel(
            key="activity",
            title=_("Recent activity"),
            rows=list(lines.order_by("-pk")[:ROWS]),
            link=reverse("admin:audit_line_changelist"),
            empty=_("Nothing happened yet."),
            row_template="admin/start/line.html",
        )
    ]
