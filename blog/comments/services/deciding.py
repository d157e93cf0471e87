"""Deciding about a comment by the link in a mail: whoever holds the link acts as the moderator to whom it was sent."""

from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, SignatureExpired
from django.db import transaction

from blog.accounts.models import User
from blog.comments.decision_links import DecisionLink
from blog.comments.desk import with_context
from blog.comments.models import Comment, DecidedComment, Decision, State, Via
from blog.comments.services.moderation import decide, lock_posts
from blog.organizations.models import Organization
from blog.organizations.roles import Capability


class DecisionLinkError(Exception):
    """A link decides about nothing."""


class UnknownDecisionLinkError(DecisionLinkError):
    """This site did not make it, or what it was made for is gone."""


class ExpiredDecisionLinkError(DecisionLinkError):
    """It has run out."""


class NoModeratorError(DecisionLinkError):
    """To whom it was sent no longer decides about this organization's comments."""


class DecidedMeanwhileError(DecisionLinkError):
    """The comment was decided about since. `decision` is the last one, if it is on record."""

    def __init__(self, comment: Comment, decision: Decision | None) -> None:
        self.comment, self.decision = comment, decision
        super().__init__()


@dataclass(frozen=True, slots=True)
class Case:
    """A comment that waits for a moderator's decision."""

    comment: Comment
    moderator: User


def find_case(token: str) -> Case:
    """Return what a link asks to decide; nothing is changed.

    Raises:
        UnknownDecisionLinkError, ExpiredDecisionLinkError, NoModeratorError, DecidedMeanwhileError: when there is nothing.
    """
    link = _read(token)
    comment = with_context(Comment.objects.numbered(link.comment_id)).first()
    moderator = User.objects.filter(pk=link.moderator_id).first()
    if comment is None or moderator is None:
        raise UnknownDecisionLinkError
    own = Organization.objects.where_user_can(moderator, Capability.MODERATE)
    if not own.filter(pk=comment.post.organization_id).exists():
        raise NoModeratorError
    if link.is_spent(comment):
        raise DecidedMeanwhileError(comment, _last_decision(comment))
    return Case(comment, moderator)


@transaction.atomic
def decide_by_link(token: str, state: State, *, reason: str = "", at: datetime) -> Decision:
    """Decide about the comment of a link, once, as the moderator to whom it was sent, and return the decision.

    Raises as `find_case`.
    """
    lock_posts(Comment.objects.numbered(_read(token).comment_id).values_list("post_id", flat=True))
    case = find_case(token)
    chosen = Comment.objects.numbered(case.comment.pk)
    (decision,) = decide(chosen, state, by=case.moderator, at=at, reason=reason, via=Via.MAIL)
    return decision


def _read(token: str) -> DecisionLink:
    try:
        return DecisionLink.read(token)
    except SignatureExpired:
        raise ExpiredDecisionLinkError from None
    except BadSignature:
        raise UnknownDecisionLinkError from None


def _last_decision(comment: Comment) -> Decision | None:
    latest = DecidedComment.objects.filter(comment=comment).select_related("decision__by", "decision__undone_by")
    row = latest.order_by("-pk").first()
    return None if row is None else row.decision
