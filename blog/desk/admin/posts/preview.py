"""A post as its page will be, for those who may see it in admin."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from blog.posts.context import page_context
from blog.posts.models import Post


def preview(request: HttpRequest, post: Post | None) -> HttpResponse:
    """Show the post in the public template, under the public content policy, marked as a preview.

    Raises:
        Http404: when there is no such post for this user.
    """
    if post is None:
        raise Http404
    response = render(request, "admin/posts/post/preview.html", page_context(post))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response._csp_config = settings.SECURE_CSP  # type: ignore[attr-defined]  # as django.views.decorators.csp does
    return response
