"""Banning who wrote a comment."""

from datetime import datetime, timedelta

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.people import Author
from blog.spam.models import Ban, BanKind
from blog.spam.services import ban


class NobodyKnownError(Exception):
    """Nothing is known of who wrote a comment, so nobody can be banned."""


def ban_author(
    comment: Comment,
    *,
    kind: BanKind,
    days: int | None = None,
    with_network: bool = False,
    reason: str = "",
    by: User,
    at: datetime,
) -> Ban:
    """Ban who wrote a comment from the organization's discussions, by all that is known of them, and return the ban.

    `days` is for how long, None for good. The network is shared by people who did nothing, so it is banned only on demand.

    Raises:
        NobodyKnownError: when the comment has no account, address or browser.
    """
    network = Author(ip_address=comment.ip_address).network if with_network else ""
    facts = {"email": comment.user_email, "visitor_key": comment.visitor_key, "network": network}
    if comment.user is None and not any(facts.values()):
        raise NobodyKnownError
    until = None if days is None else at + timedelta(days=days)
    where = comment.post.organization
    return ban(organization=where, user=comment.user, **facts, kind=kind, reason=reason, until=until, by=by, at=at)
