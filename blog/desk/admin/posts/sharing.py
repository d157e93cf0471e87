"""The page on which a post is shared with people without an account: its links, and what came back through them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.desk.errors import NotAllowedError
from blog.desk.models import GuestReview, PreviewLink
from blog.desk.preview_forms import PreviewLinkForm
from blog.desk.services import previews
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.addresses import absolute
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post
from blog.posts.services import newest_version

PAGE = "admin:posts_post_previews"


class SharedPreviews:
    """The views of the page, for the admin of posts: who may change a post makes links, who may see it sees them."""

    def __init__(self, posts: ScopedAdmin) -> None:
        self.posts = posts

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the page and of taking a link back."""
        wrap = self.posts.admin_site.admin_view
        return [
            path("<int:object_id>/previews/", wrap(self.page), name="posts_post_previews"),
            path("<int:object_id>/previews/<int:link_id>/revoke/", wrap(self.revoke), name="posts_post_preview_revoke"),
        ]

    def page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the links to a post, and make a new one."""
        post = self._post(request, object_id)
        form = PreviewLinkForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._make(request, post, form)
        return TemplateResponse(request, "admin/posts/post/previews.html", self._context(request, post, form))

    def revoke(self, request: HttpRequest, object_id: int, link_id: int) -> HttpResponse:
        """Take a link back."""
        post = self._post(request, object_id)
        link = PreviewLink.objects.of_post(post).filter(pk=link_id).first()
        if request.method == "POST":
            if link is None:
                raise Http404
            try:
                previews.revoke_link(link, by=signed_in(request), at=timezone.now())
            except NotAllowedError:
                raise Http404 from None
            self._log(request, post, f"Took back the preview link for {link.reader}.")
            messages.success(request, _("The link for %s shows nothing any more.") % link.reader)
        return redirect(PAGE, object_id)

    def _make(self, request: HttpRequest, post: Post, form: PreviewLinkForm) -> HttpResponse:
        try:
            link = previews.make_link(post, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except NotAllowedError:
            raise Http404 from None
        self._log(request, post, f"Made a preview link for {link.reader}.")
        messages.success(request, _("The link for %s is ready: copy it from the list and send it.") % link.reader)
        return redirect(PAGE, post.pk)

    def _post(self, request: HttpRequest, object_id: int) -> Post:
        post: Post | None = self.posts.get_object(request, str(object_id))
        if post is None:
            raise Http404
        return post

    def _log(self, request: HttpRequest, post: Post, sentence: str) -> None:
        LogEntry.objects.log_actions(signed_in(request).pk, [post], CHANGE, change_message=sentence)

    def _context(self, request: HttpRequest, post: Post, form: PreviewLinkForm) -> dict[str, Any]:
        at = timezone.now()
        links = [
            {"link": link, "address": absolute(link.get_absolute_url()), "is_live": link.is_live(at=at)}
            for link in PreviewLink.objects.of_post(post).select_related("created_by", "revoked_by")
        ]
        known: dict[str, Any] = self.posts.admin_site.each_context(request)
        return known | {
            "title": _("Share a preview"),
            "opts": self.posts.opts,
            "original": post,
            "form": form,
            "links": sorted(links, key=lambda row: not row["is_live"]),
            "reviews": GuestReview.objects.of_post(post),
            "version": fingerprint(newest_version(post)[0]),
            "may_share": self.posts.has_change_permission(request, post),
        }
