"""Organizations, who belongs to them, and who is invited."""

from blog.organizations.models.invitation import Invitation, InvitationQuerySet
from blog.organizations.models.organization import (
    DESCRIPTION_CHARACTERS,
    EARLIEST_YEAR,
    LATEST_YEAR,
    CommentPolicy,
    Kind,
    Membership,
    MembershipQuerySet,
    Organization,
    OrganizationQuerySet,
    PublishingPolicy,
)

__all__ = [
    "DESCRIPTION_CHARACTERS",
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "CommentPolicy",
    "Invitation",
    "InvitationQuerySet",
    "Kind",
    "Membership",
    "MembershipQuerySet",
    "Organization",
    "OrganizationQuerySet",
    "PublishingPolicy",
]
