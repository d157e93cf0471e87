"""What happens to comments: writing, confirming, deciding, importing."""

from blog.comments.services.confirmation import confirm, delete_expired_pending, find_pending, request_confirmation
from blog.comments.services.importing import (
    Discussion,
    ImportedComment,
    add_imported_comments,
    add_imported_discussions,
)
from blog.comments.services.moderation import (
    NotUndoableError,
    Undone,
    decide,
    delete_comments,
    set_state,
    undo,
    with_replies,
)
from blog.comments.services.own import (
    change_text,
    change_unconfirmed,
    check_changeable,
    check_standing,
    confirm_as_read,
    digest,
    withdraw,
    withdraw_unconfirmed,
)
from blog.comments.services.owners import Owner, find_own, find_own_unconfirmed, known_guest, own_replies
from blog.comments.services.posting import find_answerable, post_comment
from blog.comments.services.reports import Reporter, has_reported, report_comment

__all__ = [
    "Discussion",
    "ImportedComment",
    "NotUndoableError",
    "Owner",
    "Reporter",
    "Undone",
    "add_imported_comments",
    "add_imported_discussions",
    "change_text",
    "change_unconfirmed",
    "check_changeable",
    "check_standing",
    "confirm",
    "confirm_as_read",
    "decide",
    "delete_comments",
    "delete_expired_pending",
    "digest",
    "find_answerable",
    "find_own",
    "find_own_unconfirmed",
    "find_pending",
    "has_reported",
    "known_guest",
    "own_replies",
    "post_comment",
    "report_comment",
    "request_confirmation",
    "set_state",
    "undo",
    "with_replies",
    "withdraw",
    "withdraw_unconfirmed",
]
