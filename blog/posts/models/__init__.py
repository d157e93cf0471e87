"""Posts and the terms that order them."""

from blog.posts.models.post import Post, PostQuerySet, Status
from blog.posts.models.terms import Category, Tag, names_by_post

__all__ = ["Category", "Post", "PostQuerySet", "Status", "Tag", "names_by_post"]
