"""Who may publish what: the right of a person, and where the organization wants it, the approval of a second one."""

from datetime import datetime

from blog.accounts.models import User
from blog.organizations.models import Organization, PublishingPolicy
from blog.organizations.roles import Capability
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Review, ReviewState, Status
from blog.posts.models.errors import NotAPublisherError, UnapprovedError
from blog.posts.models.queryset import PUBLIC_STATUSES, UNDATED_STATUSES


def check_publishing(post: Post, *, by: User | None) -> None:
    """Accept that somebody makes a post public as it stands in memory, or changes one that was; the site itself (None) may.

    Raises:
        NotAPublisherError: when the person does not publish for the organization, or for the one that the post belonged to.
        UnapprovedError: when the organization wants an approval, and nobody has approved this very text.
    """
    if by is None:
        return
    concerned = {post.organization_id} if post.status in PUBLIC_STATUSES else set()
    concerned.update(
        Post.objects.filter(pk=post.pk).exclude(status__in=UNDATED_STATUSES).values_list("organization", flat=True)
    )
    if concerned and not _publishes_for(by, concerned):
        raise NotAPublisherError(post)
    if (
        post.status in PUBLIC_STATUSES
        and post.organization.publishing_policy == PublishingPolicy.SECOND_PERSON
        and not is_approved(post)
    ):
        raise UnapprovedError(post)


def publishes(user: User, post: Post) -> bool:
    """Say whether a user publishes for a post's organization."""
    return _publishes_for(user, {post.organization_id})


def _publishes_for(user: User, organizations: set[int]) -> bool:
    publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
    return publishing.filter(pk__in=organizations).count() == len(organizations)


def is_approved(post: Post) -> bool:
    """Say whether the text of a post, as it stands in memory, was approved or is what the public reads already."""
    if post._state.adding:
        return False
    version = fingerprint(post)
    public = Post.objects.filter(pk=post.pk, status__in=PUBLIC_STATUSES).first()
    if public is not None and fingerprint(public) == version:
        return True
    latest = latest_review(post)
    return latest is not None and latest.approves(version)


def latest_review(post: Post) -> Review | None:
    """Return the last review of a post, with its people; None where nobody ever asked for one."""
    return Review.objects.of_post(post).first()


def settle_reviews(post: Post, *, by: User | None, at: datetime, is_given_up: bool = False) -> None:
    """Close the review of a stored post that waits for nobody any more: who published it has approved it."""
    if post.status == Status.IN_REVIEW:
        return
    waiting = Review.objects.waiting().filter(post=post)
    if post.status in PUBLIC_STATUSES and by is not None and not is_given_up:
        waiting.exclude(requested_by=by).update(
            state=ReviewState.APPROVED, decided_by=by, decided_at=at, version=fingerprint(post)
        )
    waiting.update(state=ReviewState.WITHDRAWN, decided_by=by, decided_at=at)
