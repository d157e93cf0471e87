"""Storing and deleting posts, with their dates and addresses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from blog.accounts.models import User
from blog.audit.verbs import Verb
from blog.inserting import insert
from blog.media.services import record_usages
from blog.posts.models import Post, Status
from blog.posts.models.queryset import PUBLIC_STATUSES, UNDATED_STATUSES
from blog.posts.services import auditing
from blog.posts.services.approval import check_publishing, settle_reviews
from blog.posts.services.grouping import check_language, leave_group, note_change
from blog.posts.services.recording import NewPost, keep_first_revision, record_first_revisions
from blog.posts.services.review_mails import tell_of_publication
from blog.posts.tasks import relate, tell_hub
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slugs

LAST_OF_ALL = datetime.max.replace(tzinfo=UTC)


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
        NotAPublisherError, UnapprovedError: when the person may not publish or withdraw it, or not yet.
        LanguageTakenError: when another version of it is in its language.
    """
    keep_first_revision(post)
    _set_dates(post, at)
    check_publishing(post, by=by)
    _keep_to_group(post)
    _get_ready([post])
    is_new, before = post.pk is None, auditing.stored_values(post) if by is not None else {}
    stored = None if is_new else Post.objects.filter(pk=post.pk).values_list("status", "first_published_at").first()
    was_public = stored is not None and stored[1] is not None and stored[1] <= at
    redirects.save_keeping_address(post, was_public=was_public)
    note_change(post, at=at)
    if is_new and by is not None:
        post.authors.add(by)
    if by is not None:
        transaction.on_commit(partial(relate.enqueue, post.pk))
        tell_hub_of(post, at)
    auditing.record_saved(post, before=before, by=by, at=at)
    if stored is not None and by is not None:
        _finish_workflow(post, stored[0], by=by, at=at)


@transaction.atomic
def delete_post(post: Post, *, by: User | None, at: datetime) -> None:
    """Remove a post for good; an address that was public says so from now on (410)."""
    if post.first_published_at is not None and post.first_published_at <= at:
        redirects.retire(post.get_absolute_url())
    auditing.record(Verb.POSTS_DELETE, post, by=by, at=at)
    leave_group(post)
    post.delete()


@transaction.atomic
def add_posts(new: Sequence[NewPost], *, at: datetime) -> None:
    """Store posts that came in from elsewhere, each with its terms, its dates, a free slug and its first revision.

    It does what `save_post` and `record_revision` do with one that is new and that nobody in person saves; the number of
    statements does not grow with that of the posts.

    Raises:
        ExpiredError, NotYetPublishedError: as `save_post`.
    """
    posts = [one.post for one in new]
    for post in posts:
        _set_dates(post, at)
        post.revision_number = 1
    _get_ready(posts)
    _store_new(posts)
    through_category, through_tag = Post.categories.through, Post.tags.through
    through_category._default_manager.bulk_create(
        through_category(post_id=one.post.pk, category_id=term.pk) for one in new for term in one.categories
    )
    through_tag._default_manager.bulk_create(
        through_tag(post_id=one.post.pk, tag_id=term.pk) for one in new for term in one.tags
    )
    record_first_revisions(new, at=at)


def _store_new(posts: Sequence[Post]) -> None:
    """Store new posts as `save` does, and which images and documents they use."""
    # The search index is ordered by the moment of publication: in its order it is written in one piece.
    in_order = sorted(posts, key=lambda post: post.published_at or LAST_OF_ALL)
    shown = [post.render() for post in in_order]
    insert(in_order)
    for post, illustrations in zip(in_order, shown, strict=True):
        record_usages(post.pk, illustrations, cover_id=post.cover_id, is_new=True)


def _get_ready(posts: Sequence[Post]) -> None:
    """Give those that have none a free slug, and see that all are compared with others anew."""
    without = [post for post in posts if not post.slug]
    for post, slug in zip(without, free_slugs(Post, [post.title for post in without]), strict=True):
        post.slug = slug
    for post in posts:
        post.related_at = None


def _keep_to_group(post: Post) -> None:
    """Accept the language of a post among its translations; one that goes to another organization stands by itself."""
    if post.original_id is None:
        return
    if not Post.objects.filter(pk=post.pk, organization=post.organization_id).exists():
        leave_group(post)
    check_language(post)


def _set_dates(post: Post, at: datetime) -> None:
    """Bring the dates of a post in line with its status."""
    match Status(post.status):
        case Status.DRAFT:
            post.return_to_draft(at=at)
        case Status.IN_REVIEW:
            post.go_into_review(at=at)
        case Status.ARCHIVED:
            post.archive(at=post.archived_at or at)
        case Status.SCHEDULED | Status.PUBLISHED:
            post.publish(at=at)


def tell_hub_of(post: Post, at: datetime) -> None:
    """Have the WebSub hub, if there is one, told of a post that is public, or will be at its moment."""
    if not settings.WEBSUB_HUB or post.status not in PUBLIC_STATUSES or post.published_at is None:
        return
    due = tell_hub.using(run_after=post.published_at) if post.published_at > at else tell_hub
    transaction.on_commit(partial(due.enqueue, post.pk))


def _finish_workflow(post: Post, status_before: str, *, by: User, at: datetime) -> None:
    """Tell the authors of a post that has become public, and close its review."""
    if status_before in UNDATED_STATUSES and post.status in PUBLIC_STATUSES:
        tell_of_publication(post, by=by, at=at)
    if status_before == Status.IN_REVIEW:
        settle_reviews(post, by=by, at=at)
