"""What a post's page shows, in public and in a preview."""

from typing import Any

from django.db import models

from blog.posts.models import Post


def page_context(post: Post) -> dict[str, Any]:
    """Return what the template of a post takes; the terms are loaded when it comes to them."""
    return {
        "post": post,
        "organization": post.organization,
        "categories": post.categories.by_name().fetch_mode(models.FETCH_PEERS),
        "tags": post.tags.by_name().fetch_mode(models.FETCH_PEERS),
    }
