"""Posts, categories and tags in admin."""

from blog.posts.admin.posts import PostAdmin
from blog.posts.admin.terms import CategoryAdmin, TagAdmin

__all__ = ["CategoryAdmin", "PostAdmin", "TagAdmin"]
