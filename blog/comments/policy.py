"""Who may reply to a post, and what is looked at first."""

from datetime import datetime, timedelta

from django.db import models

from blog.accounts.models import User
from blog.comments.errors import ClosedError, RefusedError, SignInNeededError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.organizations.models import CommentPolicy, Organization, OrganizationQuerySet
from blog.organizations.roles import Capability
from blog.posts.models import Post
from blog.spam.submission import CLEAN, Assessment


def effective_policy(post: Post, *, at: datetime) -> CommentPolicy:
    """Return the policy that holds for a post, in no query when its organization is loaded.

    A post's own policy replaces the organization's, its date of closing included: so an editor can keep one old
    discussion open.
    """
    if post.comment_policy:
        return CommentPolicy(post.comment_policy)
    closes_at = closing_moment(post)
    if closes_at is not None and closes_at <= at:
        return CommentPolicy.CLOSED
    return CommentPolicy(post.organization.comment_policy)


def closing_moment(post: Post) -> datetime | None:
    """Return when a post closes by itself; None where its own policy or none at all says so."""
    days = post.organization.close_comments_after_days
    if post.comment_policy or days is None or post.published_at is None:
        return None
    return post.published_at + timedelta(days=days)


def check_open(post: Post, *, user: User | None, at: datetime) -> None:
    """Refuse a user, or a guest (None), to whom a post is not open; in no query.

    Raises:
        ClosedError: when nobody may reply.
        SignInNeededError: when guests may not.
    """
    policy = effective_policy(post, at=at)
    if policy == CommentPolicy.CLOSED:
        raise ClosedError
    if policy == CommentPolicy.MEMBERS and user is None:
        raise SignInNeededError


def decide(post: Post, *, by: Author, at: datetime, assessment: Assessment = CLEAN) -> State:
    """Return the state in which an author's comment on a post begins. This is the only function that decides it.

    It is held where the policy has it, or where too much speaks against it. Whoever moderates for the organization is
    never held, nor refused. At most one query, none where the policy alone answers.

    Raises:
        ClosedError, SignInNeededError: as `check_open`.
        RefusedError: when the author is banned.
    """
    check_open(post, user=by.user, at=at)
    policy = effective_policy(post, at=at)
    if policy in {CommentPolicy.OPEN, CommentPolicy.MEMBERS} and not assessment.is_held:
        return State.PUBLIC
    trusting = _moderated_by(by.user)
    if policy == CommentPolicy.FIRST_HELD and not assessment.is_held:
        trusting |= _where_public(by, post.organization_id)
    if trusting.filter(pk=post.organization_id).exists():
        return State.PUBLIC
    if assessment.is_refused:
        raise RefusedError
    return State.HELD


def moderates(user: User | None, organization_id: int) -> bool:
    """Say whether a user decides about the comments on an organization's posts."""
    return _moderated_by(user).filter(pk=organization_id).exists()


def _moderated_by(user: User | None) -> OrganizationQuerySet:
    return Organization.objects.none() if user is None else Organization.objects.where_user_can(user, Capability.MODERATE)


def _where_public(by: Author, organization_id: int) -> OrganizationQuerySet:
    """Return organizations if this one has published something of the author; a guest is known by the confirmed address."""
    published = Comment.objects.public().by(by.user, by.email).for_organization(organization_id)
    return Organization.objects.filter(models.Exists(published))
