"""Posts, their revisions and the terms that order them."""

from blog.posts.models.post import Post, PostQuerySet, Status
from blog.posts.models.revision import Revision, RevisionKind
from blog.posts.models.terms import Category, Tag, names_by_post

__all__ = ["Category", "Post", "PostQuerySet", "Revision", "RevisionKind", "Status", "Tag", "names_by_post"]
