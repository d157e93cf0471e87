"""The review of a post: asking for it, deciding, and taking it back. Each step is told by mail to those whom it concerns."""

from datetime import datetime

from django.db import transaction

from blog.accounts.models import User
from blog.audit.verbs import Verb
from blog.organizations.models import PublishingPolicy
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Review, ReviewState, Revision, Status
from blog.posts.models.errors import (
    NoteMissingError,
    NothingToReviewError,
    NotInReviewError,
    NotReviewerError,
    OwnReviewError,
    ReadAgainError,
)
from blog.posts.models.queryset import PUBLIC_STATUSES
from blog.posts.services import auditing
from blog.posts.services.approval import latest_review, publishes
from blog.posts.services.recording import keep_first_revision
from blog.posts.services.review_mails import tell_of_decision, tell_of_request
from blog.posts.services.revisions import newest_version

DECISIONS = {ReviewState.APPROVED: Verb.POSTS_APPROVE, ReviewState.CHANGES_REQUESTED: Verb.POSTS_REQUEST_CHANGES}


@transaction.atomic
def submit_for_review(post: Post, *, by: User, at: datetime) -> Review:
    """Ask those who publish to read the newest version of a post. A draft stands in review from now on.

    Raises:
        NotReviewerError: when the person does not work on the post.
        NothingToReviewError: when nothing of it waits to be published, or it is in review already.
    """
    if not Post.objects.worked_on_by(by).filter(pk=post.pk).exists():
        raise NotReviewerError(post)
    keep_first_revision(post)
    stored = _lock(post)
    if not may_be_submitted(stored):
        raise NothingToReviewError(stored)
    review = Review.objects.create(
        post=stored,
        version=fingerprint(newest_version(stored)[0]),
        revision_number=stored.revision_number,
        requested_by=by,
        requested_at=at,
    )
    if stored.status == Status.DRAFT:
        _set_status(post, Status.IN_REVIEW)
    auditing.record_review(Verb.POSTS_SUBMIT, review, by=by, at=at)
    tell_of_request(review, at=at)
    return review


@transaction.atomic
def approve(post: Post, *, version: str, by: User, at: datetime, note: str = "") -> Review:
    """Approve the newest version of a post; `version` is the fingerprint of the one that was read.

    Raises:
        NotReviewerError, NotInReviewError: when the person decides nothing, or there is nothing to decide.
        OwnReviewError: when somebody else has to.
        ReadAgainError: when it was changed since it was read.
    """
    stored, review = _waiting(post, by)
    if by.pk == review.requested_by_id or (_needs_second_person(stored) and _changed_last(stored, by)):
        raise OwnReviewError(stored)
    if fingerprint(newest_version(stored)[0]) != version:
        raise ReadAgainError(stored)
    review.version, review.revision_number = version, stored.revision_number
    return _decide(review, ReviewState.APPROVED, by=by, at=at, note=note)


@transaction.atomic
def request_changes(post: Post, *, note: str, by: User, at: datetime) -> Review:
    """Give a post back to its authors with a note of what to change; it is a draft again.

    Raises:
        NoteMissingError: when the note says nothing.
        NotReviewerError, NotInReviewError: when the person decides nothing, or there is nothing to decide.
    """
    if not note.strip():
        raise NoteMissingError(post)
    stored, review = _waiting(post, by)
    _decide(review, ReviewState.CHANGES_REQUESTED, by=by, at=at, note=note.strip())
    if stored.status == Status.IN_REVIEW:
        _set_status(post, Status.DRAFT)
    return review


@transaction.atomic
def take_back(post: Post, *, by: User, at: datetime) -> None:
    """Take a post out of review, so that its authors can go on writing. An approval stays on record for what it approved.

    Raises:
        NotReviewerError: when the person neither asked for the review nor publishes.
        NotInReviewError: when it is not in review.
    """
    stored = _lock(post)
    review = latest_review(stored)
    is_waiting = review is not None and review.state == ReviewState.REQUESTED
    if review is None or not (is_waiting or stored.status == Status.IN_REVIEW):
        raise NotInReviewError(stored)
    is_own = Post.objects.worked_on_by(by).filter(pk=post.pk).exists() and by.pk == review.requested_by_id
    if not (is_own or publishes(by, stored)):
        raise NotReviewerError(stored)
    auditing.record_review(Verb.POSTS_TAKE_BACK, review, by=by, at=at)
    if is_waiting:
        review.state, review.decided_by, review.decided_at = ReviewState.WITHDRAWN, by, at
        review.save(update_fields=["state", "decided_by", "decided_at"])
    if stored.status == Status.IN_REVIEW:
        _set_status(post, Status.DRAFT)


def may_be_submitted(post: Post) -> bool:
    """Say whether a stored post has a version that waits to be published and that nobody was asked to read yet."""
    if post.status == Status.DRAFT:
        return True
    if post.status == Status.ARCHIVED or (post.status in PUBLIC_STATUSES and not post.has_unpublished_changes):
        return False
    latest = latest_review(post)
    if latest is None or latest.state != ReviewState.APPROVED:
        return latest is None or latest.state != ReviewState.REQUESTED
    return not latest.approves(fingerprint(newest_version(post)[0]))


def _lock(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)


def _waiting(post: Post, by: User) -> tuple[Post, Review]:
    """Return the post and its review that somebody is to decide."""
    stored = _lock(post)
    if not publishes(by, stored):
        raise NotReviewerError(stored)
    review = Review.objects.of_post(stored).waiting().first()
    if review is None:
        raise NotInReviewError(stored)
    return stored, review


def _needs_second_person(post: Post) -> bool:
    return post.organization.publishing_policy == PublishingPolicy.SECOND_PERSON


def _changed_last(post: Post, by: User) -> bool:
    return Revision.objects.filter(post=post, number=post.revision_number, by=by).exists()


def _decide(review: Review, state: ReviewState, *, by: User, at: datetime, note: str) -> Review:
    review.state, review.decided_by, review.decided_at, review.note = state, by, at, note
    review.save(update_fields=["state", "decided_by", "decided_at", "note", "version", "revision_number"])
    auditing.record_review(DECISIONS[state], review, by=by, at=at)
    tell_of_decision(review, at=at)
    return review


def _set_status(post: Post, status: Status) -> None:
    """Store a status that has no date; the text stays as it is, and so does the moment when it was changed."""
    Post.objects.filter(pk=post.pk).update(status=status)
    post.status = status
