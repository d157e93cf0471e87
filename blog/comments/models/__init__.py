"""Comments, and guests' replies that wait for a confirmation."""

from blog.comments.models.comment import KEEPING_THE_PLACE, Comment, CommentQuerySet, State, public_name, web_address
from blog.comments.models.pending import PendingComment, PendingQuerySet

__all__ = [
    "KEEPING_THE_PLACE",
    "Comment",
    "CommentQuerySet",
    "PendingComment",
    "PendingQuerySet",
    "State",
    "public_name",
    "web_address",
]
