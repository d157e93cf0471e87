"""Posts, their revisions, the terms and series that order them, which are close to which, and who publishes them jointly."""

from blog.posts.models.joint import MOST_PARTNERS, JointPublication, JointState
from blog.posts.models.post import Post, PostQuerySet, Status
from blog.posts.models.related import RelatedPost
from blog.posts.models.review import Review, ReviewState
from blog.posts.models.revision import Revision, RevisionKind
from blog.posts.models.series import Series, SeriesPart
from blog.posts.models.terms import Category, Tag, Term, names_by_post, terms_by_post

__all__ = [
    "MOST_PARTNERS",
    "Category",
    "JointPublication",
    "JointState",
    "Post",
    "PostQuerySet",
    "RelatedPost",
    "Review",
    "ReviewState",
    "Revision",
    "RevisionKind",
    "Series",
    "SeriesPart",
    "Status",
    "Tag",
    "Term",
    "names_by_post",
    "terms_by_post",
]
