"""The card of a post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.sharing import card_of, stored_card
from blog.posts.views.post import withdrawn

YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Return the card of a public post; an older version leads to today's, so that nobody can have others drawn."""
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return withdrawn(request)
    wanted = card_of(post)
    if version != wanted.version:
        return redirect("post-card", slug, wanted.version)
    response = HttpResponse(stored_card(wanted), content_type="image/png")
    patch_cache_control(response, public=True, max_age=YEAR_SECONDS, immutable=True)
    return response
