"""What happens to posts."""

from blog.posts.services.recording import Record, record_revision, record_status
from blog.posts.services.revisions import (
    Outcome,
    discard_changes,
    newest_version,
    publish_revision,
    restore_revision,
    save_revision,
)
from blog.posts.services.saving import delete_post, save_post

__all__ = [
    "Outcome",
    "Record",
    "delete_post",
    "discard_changes",
    "newest_version",
    "publish_revision",
    "record_revision",
    "record_status",
    "restore_revision",
    "save_post",
    "save_revision",
]
