"""Tells whether a person has edited a post since it was imported."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from django.db.models import Model

from blog.posts.models import Post

FIELDS = ("organization_id", "title", "summary", "body", "byline", "language", "seo_title", "seo_description", "canonical_url")


def fingerprint(post: Post, terms: Sequence[Iterable[Model]] | None = None) -> str:
    """Return the SHA-256 of what an editor writes in a post; its status, dates and address are not content.

    `terms` are its categories and its tags, where these are known already.
    """
    content = [getattr(post, field) for field in FIELDS]
    terms = [sorted(term.pk for term in kind) for kind in terms or (post.categories.all(), post.tags.all())]
    return hashlib.sha256(json.dumps([content, terms], ensure_ascii=False).encode()).hexdigest()
