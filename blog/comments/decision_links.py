"""The links with which a moderator decides about a comment from a mail, without signing in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.core import signing
from django.urls import reverse

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.posts.addresses import absolute

SALT = "blog.comments.decision_links"
LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DecisionLink:
    """What a link says: which comment, which moderator, and when the comment had been decided about last.

    Since every decision and every undoing of one changes that moment, a link serves one decision. It is signed, not
    stored; keys in `SECRET_KEY_FALLBACKS` keep links alive that were signed with them.
    """

    comment_id: int
    moderator_id: int
    last_decided: str

    @classmethod
    def to(cls, comment: Comment, moderator: User) -> Self:
        """Return the link for a moderator to a comment as it stands now."""
        return cls(comment.pk, moderator.pk, _moment(comment))

    @classmethod
    def read(cls, token: str) -> Self:
        """Return what a token says.

        Raises:
            django.core.signing.SignatureExpired: when it has run out.
            django.core.signing.BadSignature: when this site did not make it.
        """
        return cls(*signing.loads(token, salt=SALT, max_age=LIFE))

    @property
    def token(self) -> str:
        """What stands in the address."""
        return signing.dumps((self.comment_id, self.moderator_id, self.last_decided), salt=SALT)

    @property
    def address(self) -> str:
        """The address to put into a mail."""
        return absolute(reverse("moderate-by-mail", args=[self.token]))

    def is_spent(self, comment: Comment) -> bool:
        """Say whether the comment was decided about since the link was made, or does not wait for a decision."""
        return _moment(comment) != self.last_decided or not comment.is_undecided


def _moment(comment: Comment) -> str:
    return "" if comment.moderated_at is None else comment.moderated_at.isoformat()
