"""Storing and deleting posts, with their dates and addresses."""

from datetime import datetime
from functools import partial

from django.db import transaction

from blog.accounts.models import User
from blog.posts.models import Post, Status
from blog.posts.services.recording import keep_first_revision
from blog.posts.tasks import relate
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slug


@transaction.atomic
def save_post(post: Post, *, by: User | None, at: datetime) -> None:
    """Store a post so that its status and dates agree, its slug is free and its old public address stays alive.

    A published post without a date gets `at`; one with a date to come is scheduled; whoever makes a post is its author.
    How a post stood before it was changed for the first time is kept as a revision. The caller writes the next one, by
    `record_revision`, when categories, tags and authors are stored too. What a person saved is compared with other posts at
    once, what came in otherwise by the hourly round.

    Raises:
        ExpiredError: when the post would expire before it is published.
        NotYetPublishedError: when a post that was never public is to be archived.
    """
    keep_first_revision(post)
    match Status(post.status):
        case Status.DRAFT:
            post.return_to_draft(at=at)
        case Status.ARCHIVED:
            post.archive(at=post.archived_at or at)
        case Status.SCHEDULED | Status.PUBLISHED:
            post.publish(at=at)
    if not post.slug:
        post.slug = free_slug(Post, post.title)
    post.related_at = None
    is_new = post.pk is None
    was_public = not is_new and Post.objects.filter(pk=post.pk, first_published_at__lte=at).exists()
    redirects.save_keeping_address(post, was_public=was_public)
    if is_new and by is not None:
        post.authors.add(by)
    if by is not None:
        transaction.on_commit(partial(relate.enqueue, post.pk))


@transaction.atomic
def delete_post(post: Post, *, at: datetime) -> None:
    """Remove a post for good; an address that was public says so from now on (410)."""
    if post.first_published_at is not None and post.first_published_at <= at:
        redirects.retire(post.get_absolute_url())
    post.delete()
