"""A post as its page will be, for those who may see it in admin."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from blog.posts.context import page_context
from blog.posts.models import Post
from blog.posts.services import newest_version


def preview(request: HttpRequest, post: Post | None, *, shows_newest: bool, back: str = "") -> HttpResponse:
    """Show the post in the public template, under the public content policy, marked as a preview.

    It is the newest version, or what the post itself holds; `back` is where it was opened, the form unless it is given.

    Raises:
        Http404: when there is no such post for this user.
    """
    if post is None:
        raise Http404
    shown, version = newest_version(post) if shows_newest else (post, None)
    back = back or reverse("admin:posts_post_change", args=[post.pk])
    context = page_context(shown, version) | {"is_apart": shown is not post, "back": back}
    with timezone.override(timezone.get_default_timezone()):  # as the public will see it
        response = render(request, "admin/posts/post/preview.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response._csp_config = settings.SECURE_CSP  # type: ignore[attr-defined]  # as django.views.decorators.csp does
    return response
