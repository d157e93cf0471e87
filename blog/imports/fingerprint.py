"""Tells whether a person has edited a post since it was imported."""

import hashlib
import json

from blog.posts.models import Post

FIELDS = ("organization_id", "title", "summary", "body", "byline", "language", "seo_title", "seo_description", "canonical_url")


def fingerprint(post: Post) -> str:
    """Return the SHA-256 of what an editor writes in a post; its status, dates and address are not content."""
    content = [getattr(post, field) for field in FIELDS]
    terms = [sorted(post.categories.values_list("pk", flat=True)), sorted(post.tags.values_list("pk", flat=True))]
    return hashlib.sha256(json.dumps([content, terms], ensure_ascii=False).encode()).hexdigest()
