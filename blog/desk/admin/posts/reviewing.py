"""The review of a post in admin: submitting it with the form, and the buttons above the form with which it is decided."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.desk.admin.posts.scope import PostScope
from blog.desk.forms.versions import SUBMIT
from blog.organizations.scoped_admin import signed_in
from blog.posts import services
from blog.posts.models import Post
from blog.posts.models.errors import PostError

type Act = Callable[[Post, HttpRequest], object]


def _submit(post: Post, request: HttpRequest) -> object:
    return services.submit_for_review(post, by=signed_in(request), at=timezone.now())


def _approve(post: Post, request: HttpRequest) -> object:
    version, note = request.POST.get("version", ""), request.POST.get("note", "").strip()
    return services.approve(post, version=version, note=note, by=signed_in(request), at=timezone.now())


def _request_changes(post: Post, request: HttpRequest) -> object:
    return services.request_changes(post, note=request.POST.get("note", ""), by=signed_in(request), at=timezone.now())


def _take_back(post: Post, request: HttpRequest) -> object:
    return services.take_back(post, by=signed_in(request), at=timezone.now())


ACTS: dict[str, tuple[Act, Promise]] = {
    "submit": (_submit, _("“%(post)s” is in review now; those who publish are told.")),
    "approve": (_approve, _("“%(post)s” is approved; its authors are told.")),
    "request_changes": (_request_changes, _("“%(post)s” is a draft again; its authors are told what to change.")),
    "take_back": (_take_back, _("“%(post)s” is not in review any more.")),
}


class PostReviewing(PostScope):
    """Submitting, approving, asking for changes and taking back. The services decide who may."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the acts of a review."""
        view = self.admin_site.admin_view(self.review_view)
        return [path("<int:object_id>/review/", view, name="posts_post_review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Do what a button says, and go back to the post."""
        post: Post | None = self.get_object(request, str(object_id))
        if post is None:
            raise Http404
        if request.method == "POST":
            self._act(request, post, request.POST.get("act", ""))
        return redirect("admin:posts_post_change", object_id)

    def save_related(self, request: HttpRequest, form: ModelForm[Post], formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Submit the post for review once it is stored, when that button was pressed."""
        super().save_related(request, form, formsets, change)
        if SUBMIT in request.POST:
            self._act(request, form.instance, "submit")

    def _act(self, request: HttpRequest, post: Post, name: str) -> None:
        act, sentence = ACTS.get(name, (None, ""))
        if act is None:
            return
        try:
            act(post, request)
        except PostError as error:
            messages.error(request, str(error))
            return
        LogEntry.objects.log_actions(signed_in(request).pk, [post], CHANGE, change_message=f"Review: {name}.")
        messages.success(request, sentence % {"post": post})
