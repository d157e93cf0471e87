"""The public pages of posts, organizations, terms and the archive."""

from blog.posts.views.lists import archive, archive_month, archive_year, category, home, organization, organizations, tag
from blog.posts.views.post import post

__all__ = [
    "archive",
    "archive_month",
    "archive_year",
    "category",
    "home",
    "organization",
    "organizations",
    "post",
    "tag",
]
