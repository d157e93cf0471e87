"""A post's own page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from blog.changes.kept import kept
from blog.languages.addresses import page_language
from blog.posts.context import page_context
from blog.posts.guards import WithdrawnError, get_public_post


@kept("order", "replies", "branch")
@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a public post, in its own language where the site speaks it.

    One that was public says that it was withdrawn (410), any other is not found.
    """
    try:
        shown = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return withdrawn(request)
    if get_language() != page_language(shown.language):
        query = request.META.get("QUERY_STRING", "")
        address = shown.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    return render(request, "posts/post.html", page_context(shown))


def withdrawn(request: HttpRequest) -> HttpResponse:
    """Say that what stood at an address was withdrawn."""
    return render(request, "410.html", status=HTTPStatus.GONE)
