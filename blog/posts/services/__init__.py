"""What happens to posts."""

from blog.posts.services.approval import check_publishing, latest_review, publishes
from blog.posts.services.marking import add_term, feature_post, remove_term
from blog.posts.services.moving import duplicate_post, move_post
from blog.posts.services.recording import NewPost, Record, record_revision, record_status
from blog.posts.services.reviewing import approve, may_be_submitted, request_changes, submit_for_review, take_back
from blog.posts.services.revisions import (
    Outcome,
    discard_changes,
    newest_version,
    publish_newest,
    publish_revision,
    restore_revision,
    save_revision,
)
from blog.posts.services.saving import add_posts, delete_post, save_post
from blog.posts.services.thinning import thin_revisions
from blog.posts.services.translating import confirm_translation, link_translation, translate_post, unlink_translation
from blog.posts.services.trash import empty_trash, restore_post, trash_post

__all__ = [
    "NewPost",
    "Outcome",
    "Record",
    "add_posts",
    "add_term",
    "approve",
    "check_publishing",
    "confirm_translation",
    "delete_post",
    "discard_changes",
    "duplicate_post",
    "empty_trash",
    "feature_post",
    "latest_review",
    "link_translation",
    "may_be_submitted",
    "move_post",
    "newest_version",
    "publish_newest",
    "publish_revision",
    "publishes",
    "record_revision",
    "record_status",
    "remove_term",
    "request_changes",
    "restore_post",
    "restore_revision",
    "save_post",
    "save_revision",
    "submit_for_review",
    "take_back",
    "thin_revisions",
    "translate_post",
    "trash_post",
    "unlink_translation",
]
