"""What is done with one post on a page of its own: a copy, another organization."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.desk.forms import MoveForm
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts import services
from blog.posts.models import Post
from blog.posts.models.errors import PostError


class PostActs:
    """The views, for the admin of posts. Each shows what will happen; its button does it."""

    def __init__(self, posts: ScopedAdmin) -> None:
        self.posts = posts

    def urls(self) -> list[URLPattern]:
        """Return the addresses."""
        wrap = self.posts.admin_site.admin_view
        return [
            path("<int:object_id>/duplicate/", wrap(self.duplicate), name="posts_post_duplicate"),
            path("<int:object_id>/move/", wrap(self.move), name="posts_post_move"),
        ]

    def duplicate(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Make a draft with the text of the post, for those who may see it and write."""
        post = self._post(request, object_id)
        if not self.posts.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, "duplicate", post)
        copy = services.duplicate_post(post, by=signed_in(request), at=timezone.now())
        messages.success(request, _("This is the copy: a draft, with an address of its own."))
        return redirect("admin:posts_post_change", copy.pk)

    def move(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Let the post belong to another organization, for those who publish for both."""
        post = self._post(request, object_id)
        if not services.publishes(signed_in(request), post):
            raise PermissionDenied
        form = MoveForm(request.POST if request.method == "POST" else None, post=post, by=signed_in(request))
        if form.is_valid():
            chosen = form.cleaned_data["organization"]
            try:
                services.move_post(post, chosen, by=signed_in(request), at=timezone.now())
            except PostError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The post belongs to %s now. Its address stays.") % chosen)
                return redirect("admin:posts_post_change", post.pk)
        return self._page(request, "move", post, form=form)

    def _post(self, request: HttpRequest, object_id: int) -> Post:
        post: Post | None = self.posts.get_object(request, str(object_id))
        if post is None:
            raise PermissionDenied
        return post

    def _page(self, request: HttpRequest, act: str, post: Post, **more: Any) -> HttpResponse:
        known: dict[str, Any] = self.posts.admin_site.each_context(request)
        titles = {"duplicate": _("Make a copy"), "move": _("Move to another organization")}
        context = known | {"title": titles[act], "opts": self.posts.opts, "original": post} | more
        return TemplateResponse(request, f"admin/posts/post/{act}.html", context)
