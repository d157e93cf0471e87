"""What a post's page shows, in public and in a preview."""

from functools import partial
from typing import Any

from django.utils import timezone

from blog.changes.contents import Contents
from blog.changes.reading import narrowed
from blog.media.looks import logo_of
from blog.posts import citations, structured_data
from blog.posts.content import Applied
from blog.posts.leads import Leads, leads_of, subjects_of_leads
from blog.posts.models import Category, Post, Tag
from blog.posts.sharing import picture_of
from blog.posts.versions import versions_of


def page_context(post: Post, version: Applied | None = None) -> dict[str, Any]:
    """Return what the template of a post takes; `version` names the terms of one that is not stored.

    What is written from the rest of it is made where a part of the page is rendered that is not remembered: by `shown`.
    """
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
        "shown": _contents(post, leads),
        "citation": partial(citations.apa, post),
        "shared_picture": partial(picture_of, post),
        "structured_data": partial(structured_data.post_page, post, leads.categories, leads.tags, versions),
    }


def _contents(post: Post, leads: Leads) -> Contents:
    """Return what a page shows of a post, its terms and its other languages; rows that are not loaded with it are loaded."""
    beside = (post.cover, post.partners, logo_of(post.organization))
    return Contents(post, *beside, leads.categories, leads.tags, leads.versions)
