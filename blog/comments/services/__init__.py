"""What happens to comments: writing, confirming, deciding, importing."""

from blog.comments.services.confirmation import confirm, delete_expired_pending, find_pending, request_confirmation
from blog.comments.services.importing import ImportedComment, add_imported_comments
from blog.comments.services.moderation import delete_comments, set_state
from blog.comments.services.posting import find_answerable, post_comment

__all__ = [
    "ImportedComment",
    "add_imported_comments",
    "confirm",
    "delete_comments",
    "delete_expired_pending",
    "find_answerable",
    "find_pending",
    "post_comment",
    "request_confirmation",
    "set_state",
]
