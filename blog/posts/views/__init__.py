"""The public pages of posts, organizations, terms, series and the archive."""

from blog.posts.views.cards import card
from blog.posts.views.citations import citation
from blog.posts.views.lists import (
    archive,
    archive_month,
    archive_year,
    categories,
    category,
    home,
    organization,
    organizations,
    site_map,
    tag,
    tags,
)
from blog.posts.views.post import post
from blog.posts.views.series import series

__all__ = [
    "archive",
    "archive_month",
    "archive_year",
    "card",
    "categories",
    "category",
    "citation",
    "home",
    "organization",
    "organizations",
    "post",
    "series",
    "site_map",
    "tag",
    "tags",
]
