"""The page that undoes what was done with several posts at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.desk.admin.posts.actions import warn
from blog.desk.models import Batch
from blog.desk.services import bulk
from blog.organizations.scoped_admin import ScopedAdmin, signed_in


class Undoing:
    """The view, for the admin of posts: it says what was done; its button undoes it."""

    def __init__(self, posts: ScopedAdmin) -> None:
        self.posts = posts

    def urls(self) -> list[URLPattern]:
        """Return the address."""
        return [path("undo/<int:batch_id>/", self.posts.admin_site.admin_view(self.undo), name="posts_post_undo")]

    def undo(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        """Put the posts of one's own batch back as they were."""
        user = signed_in(request)
        batch = get_object_or_404(Batch.objects.of(user), pk=batch_id)
        if request.method != "POST":
            known: dict[str, Any] = self.posts.admin_site.each_context(request)
            context = known | {"title": _("Undo"), "opts": self.posts.opts, "batch": batch, "count": len(batch.rows)}
            return TemplateResponse(request, "admin/posts/post/undo.html", context)
        try:
            report = bulk.undo(batch, by=user, at=timezone.now())
        except bulk.UndoError as error:
            messages.error(request, str(error))
            return redirect("admin:posts_post_changelist")
        told = ngettext("%d post is back as it was.", "%d posts are back as they were.", len(report.changed))
        messages.success(request, told % len(report.changed))
        warn(request, report.left_out)
        return redirect("admin:posts_post_changelist")
