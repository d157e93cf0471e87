"""Banning people."""

from datetime import datetime

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.spam.models import Ban, BanKind, Culprit


def ban(  # noqa: PLR0913  # whom, where, how and for how long
    *,
    organization: Organization | None,
    user: User | None = None,
    email: str = "",
    network: str = "",
    visitor_key: str = "",
    kind: BanKind = BanKind.HOLD,
    reason: str = "",
    until: datetime | None = None,
    by: User | None,
    at: datetime,
) -> Ban:
    """Store a ban and return it; without an organization it holds on the whole site. Deleting it ends it.

    Raises:
        ValidationError: when it concerns nobody, or the address or network is none.
    """
    new = Ban(
        organization=organization,
        user=user,
        email=email,
        network=network,
        visitor_key=visitor_key,
        kind=kind,
        reason=reason,
        until=until,
        created_by=by,
        created_at=at,
    )
    new.full_clean()
    new.save()
    return new


def is_refused(culprit: Culprit, *, organization: int, at: datetime) -> bool:
    """Say whether somebody is banned from writing at all, in one query."""
    ways = Ban.objects.for_organization(organization).active(at).refusing().against(culprit)
    return bool(ways) and ways[0].union(*ways[1:], all=True).exists()
