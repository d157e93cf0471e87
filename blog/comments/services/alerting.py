"""Telling moderators that a comment waits for them."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from blog.comments.models import Comment
from blog.comments.tasks import notify_moderators


def alert(comment: Comment) -> None:
    """Have the organization's moderators told, once the transaction is committed, that a comment was held or reported."""
    transaction.on_commit(partial(_enqueue, comment.post.organization_id))


def _enqueue(organization_id: int) -> None:
    notify_moderators.enqueue(organization_id, timezone.now().isoformat())
