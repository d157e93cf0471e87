"""The page of a series."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from blog.changes.kept import kept
from blog.posts import structured_data
from blog.posts.descriptions import description_of
from blog.posts.models import Post, Series


@kept()
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public parts of a series in their order; one without any is not there yet."""
    shown = get_object_or_404(Series.objects.with_public_posts().for_reading(), slug=slug)
    parts = Post.objects.published().parts_of(shown.pk).fetch_mode(models.FETCH_PEERS)
    context = {
        "series": shown,
        "organization": shown.organization,
        "parts": parts,
        "description": shown.description or description_of(shown.title, list(parts)),
        "structured_data": structured_data.series_page(shown, parts),
    }
    return render(request, "posts/series.html", context)
