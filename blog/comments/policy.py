"""Who may reply to a post, and what is looked at first."""

from datetime import datetime, timedelta

from blog.accounts.models import User
from blog.comments.errors import ClosedError, SignInNeededError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.organizations.models import CommentPolicy, Organization
from blog.organizations.roles import Capability
from blog.posts.models import Post


def effective_policy(post: Post, *, at: datetime) -> CommentPolicy:
    """Return the policy that holds for a post, in no query when its organization is loaded.

    A post's own policy replaces the organization's, its date of closing included: so an editor can keep one old
    discussion open.
    """
    if post.comment_policy:
        return CommentPolicy(post.comment_policy)
    days = post.organization.close_comments_after_days
    if days is not None and post.published_at is not None and post.published_at + timedelta(days=days) <= at:
        return CommentPolicy.CLOSED
    return CommentPolicy(post.organization.comment_policy)


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


def decide(post: Post, *, by: Author, at: datetime) -> State:
    """Return the state in which an author's comment on a post begins. This is the only function that decides it.

    Whoever moderates for the organization is never held. At most two queries, none where the policy alone answers.
    Raises as `check_open`.
    """
    check_open(post, user=by.user, at=at)
    policy = effective_policy(post, at=at)
    if policy in {CommentPolicy.OPEN, CommentPolicy.MEMBERS}:
        return State.PUBLIC
    if policy == CommentPolicy.FIRST_HELD and _has_public_comment(by, post.organization_id):
        return State.PUBLIC
    return State.PUBLIC if by.user is not None and _moderates(by.user, post.organization_id) else State.HELD


def _has_public_comment(by: Author, organization_id: int) -> bool:
    """Say whether the organization has published something of the author; a guest is known by the confirmed address."""
    return Comment.objects.public().by(by.user, by.email).for_organization(organization_id).exists()


def _moderates(user: User, organization_id: int) -> bool:
    return Organization.objects.where_user_can(user, Capability.MODERATE).filter(pk=organization_id).exists()
