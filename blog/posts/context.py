"""What a post's page shows, in public and in a preview."""

from typing import Any

from django.db import models

from blog.posts import structured_data
from blog.posts.models import Post


def page_context(post: Post) -> dict[str, Any]:
    """Return what the template of a post takes."""
    categories = post.categories.by_name().fetch_mode(models.FETCH_PEERS)
    tags = post.tags.by_name().fetch_mode(models.FETCH_PEERS)
    return {
        "post": post,
        "organization": post.organization,
        "categories": categories,
        "tags": tags,
        "structured_data": structured_data.post_page(post, categories, tags),
    }
