"""The trash: posts that were deleted and can be had back for some weeks."""

from datetime import datetime, timedelta

from django.db import transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.posts.models import Post
from blog.posts.models.queryset import PUBLIC_STATUSES
from blog.posts.services import auditing
from blog.posts.services.saving import delete_post, save_post

KEPT_IN_TRASH = timedelta(days=30)
ROWS_A_RUN = 500


@transaction.atomic
def trash_post(post: Post, *, by: User | None, at: datetime) -> None:
    """Put a post into the trash. It is at once nowhere but there; its address, if it was public, says that it is gone (410).

    Its slug stays taken, so that it can come back as it was.
    """
    rows = Post.objects.kept().filter(pk=post.pk)
    if rows.update(trashed_at=at, trashed_by=by, updated_at=at):
        auditing.record(Verb.POSTS_TRASH, post, by=by, at=at)
    post.refresh_from_db(fields=["trashed_at", "trashed_by", "updated_at"])


@transaction.atomic
def restore_post(post: Post, *, by: User | None, at: datetime) -> None:
    """Take a post out of the trash, as it was; one whose moment to appear has passed there comes back as a draft."""
    stored = Post.objects.select_for_update().get(pk=post.pk)
    if stored.trashed_at is None:
        return
    was_waiting = stored.status in PUBLIC_STATUSES and stored.published_at and stored.published_at > stored.trashed_at
    Post.objects.filter(pk=post.pk).update(trashed_at=None, trashed_by=None, updated_at=at)
    if was_waiting and stored.published_at and stored.published_at <= at:
        stored.return_to_draft(at=stored.trashed_at)
        save_post(stored, by=None, at=at)
    auditing.record(Verb.POSTS_RESTORE, stored, by=by, at=at)
    post.refresh_from_db()


def empty_trash(*, at: datetime) -> int:
    """Delete for good what has been in the trash for long enough, each post in a transaction of its own; return how many."""
    old = Post.objects.trashed().filter(trashed_at__lt=at - KEPT_IN_TRASH).order_by("trashed_at", "pk")[:ROWS_A_RUN]
    deleted = 0
    for post in old:
        with transaction.atomic():
            audit.record(Verb.POSTS_DELETE, post, organization=post.organization_id, by=None, at=at)
            delete_post(post, by=None, at=at)
        deleted += 1
    return deleted
