"""What a post's page shows, in public and in a preview."""

from typing import Any

from django.utils import timezone

from blog.changes.reading import narrowed
from blog.posts import citations, structured_data
from blog.posts.content import Applied
from blog.posts.leads import leads_of, subjects_of_leads
from blog.posts.models import Category, Post, Tag
from blog.posts.sharing import picture_of
from blog.posts.versions import versions_of


def page_context(post: Post, version: Applied | None = None) -> dict[str, Any]:
    """Return what the template of a post takes; `version` names the terms of one that is not stored."""
    with narrowed() as on:
        leads = leads_of(post, at=timezone.now())
        on(*subjects_of_leads(post, leads))
    versions = versions_of(post, leads)
    if version is not None and version.related:
        leads.categories = list(Category.objects.numbered(version.related.get("categories", ())).by_name())
        leads.tags = list(Tag.objects.numbered(version.related.get("tags", ())).by_name())
    return {
        "post": post,
        "organization": post.organization,
        "categories": leads.categories,
        "tags": leads.tags,
        "leads": leads,
        "versions": versions,
        "citation": citations.apa(post),
        "shared_picture": picture_of(post),
        "structured_data": structured_data.post_page(post, leads.categories, leads.tags, versions),
    }
