"""The versions of a post in admin: their list, two of them side by side, and going back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.desk.admin.posts.scope import PostScope
from blog.desk.comparing import compare
from blog.organizations.scoped_admin import signed_in
from blog.posts import services
from blog.posts.content import Content, content_of, label_of
from blog.posts.models import Post, Revision
from blog.posts.models.post import PUBLIC_STATUSES

REVISIONS_A_PAGE = 25
PUBLIC = "public"  # stands in addresses for what the post itself holds


class PostRevisions(PostScope):
    """The pages of a post's versions, for those who may change it."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the versions."""
        pages = [
            path(f"<int:object_id>/revisions/{route}", self.admin_site.admin_view(view), name=f"posts_post_{name}")
            for route, view, name in (
                ("", self.revisions_view, "revisions"),
                ("compare/", self.compare_view, "compare"),
                ("<int:number>/restore/", self.restore_view, "restore"),
            )
        ]
        return [*pages, *super().get_urls()]

    def revisions_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """List the versions, the newest first; what is sent gives up the one that waits to be published."""
        post = self._post(request, object_id)
        if request.method == "POST":
            if services.discard_changes(post, by=signed_in(request), at=timezone.now()):
                self._log(request, post, _("The version that waited was discarded."))
                messages.success(request, _("The version is discarded; the form shows again what the public sees."))
            return HttpResponseRedirect(reverse("admin:posts_post_change", args=[post.pk]))
        rows = Revision.objects.filter(post=post).for_history()
        if (before := _number(request.GET.get("before"))) is not None:
            rows = rows.filter(number__lt=before)
        found = list(rows[: REVISIONS_A_PAGE + 1])
        shown = found[:REVISIONS_A_PAGE]
        context = {
            "title": _("Versions"),
            "revisions": [_entry(post, row, place) for place, row in enumerate(shown)],
            "earlier": shown[-1].number if len(found) > len(shown) else None,
            "public": PUBLIC,
        }
        return self._page(request, post, "revisions", context)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show two versions side by side: by default the newest, and what stood before it."""
        post = self._post(request, object_id)
        new = self._version(post, request.GET.get("new") or str(post.revision_number))
        before = PUBLIC if new["number"] is None else str(self._number_before(post, new["number"]))
        old = self._version(post, request.GET.get("old") or before)
        context = {
            "title": _("Two versions side by side"),
            "old": old,
            "new": new,
            "comparison": compare(old["content"], new["content"]),
            "is_live": post.status in PUBLIC_STATUSES,
            "may_publish": self.publishes(request, post),
        }
        return self._page(request, post, "compare", context)

    def restore_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """Go back to a version; of what is public, that makes a version that waits, unless it is to be published."""
        post = self._post(request, object_id)
        revision = Revision.objects.filter(post=post, number=number).first()
        if revision is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(f"{reverse('admin:posts_post_compare', args=[post.pk])}?old={number}")
        self._restore(request, post, revision)
        return HttpResponseRedirect(reverse("admin:posts_post_change", args=[post.pk]))

    def _restore(self, request: HttpRequest, post: Post, revision: Revision) -> None:
        is_at_once = "publish" in request.POST and self.publishes(request, post)
        outcome = services.restore_revision(revision, by=signed_in(request), at=timezone.now(), is_at_once=is_at_once)
        if is_at_once and post.status in PUBLIC_STATUSES:
            told = _("Version %d is published again.")
        elif outcome.is_apart:
            told = _("Version %d is restored and waits to be published. The public still sees the post as it was.")
        else:
            told = _("Version %d is restored.")
        self._log(request, post, told % revision.number)
        messages.success(request, told % revision.number)
        for part in outcome.left_out:
            messages.warning(request, str(part))

    def _post(self, request: HttpRequest, object_id: int) -> Post:
        """Return a post that the user may change.

        Raises:
            Http404: when there is none.
        """
        post: Post | None = self.get_object(request, str(object_id))
        if post is None or not self.has_change_permission(request, post):
            raise Http404
        return post

    def _version(self, post: Post, named: str) -> dict[str, Any]:
        """Return a version by its number, or what the post itself holds.

        Raises:
            Http404: when there is no such version.
        """
        if named == PUBLIC:
            return {"number": None, "revision": None, "content": content_of(post)}
        number = _number(named)
        if number == 0:
            nothing: Content = {}
            return {"number": 0, "revision": None, "content": nothing}
        rows = Revision.objects.filter(post=post).select_related("by")
        revision = None if number is None else rows.filter(number=number).first()
        if revision is None:
            raise Http404
        return {"number": number, "revision": revision, "content": revision.content}

    def _number_before(self, post: Post, number: int) -> int:
        """Return the number of the version before another; 0 where there is none. Some are gone (`services.thinning`)."""
        earlier = Revision.objects.filter(post=post, number__lt=number).order_by("-number").values_list("number", flat=True)
        return earlier.first() or 0

    def _page(self, request: HttpRequest, post: Post, name: str, context: dict[str, Any]) -> HttpResponse:
        page = {**self.admin_site.each_context(request), "opts": self.opts, "original": post, "post": post, **context}
        return TemplateResponse(request, f"admin/posts/post/{name}.html", page)

    def _log(self, request: HttpRequest, post: Post, message: str) -> None:
        LogEntry.objects.log_actions(signed_in(request).pk, [post], CHANGE, change_message=message)


def _entry(post: Post, row: Revision, place: int) -> dict[str, Any]:
    """Return a version as the list shows it; the newest and what stood before it are chosen to be compared."""
    is_left = place == 1 and not post.has_unpublished_changes
    return {"row": row, "changed": [label_of(name) for name in row.changed], "is_left": is_left, "is_right": place == 0}


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004  # columns hold less
