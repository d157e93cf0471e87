"""What happens to organizations and their people."""

from blog.organizations.services.invitations import (
    accept,
    delete_old_invitations,
    find_invitation,
    invite,
    revoke,
    send_again,
)
from blog.organizations.services.people import LastOwnerError, add_member, change_role, leave_organizations, remove_member
from blog.organizations.services.profile import delete_organization, save_organization

__all__ = [
    "LastOwnerError",
    "accept",
    "add_member",
    "change_role",
    "delete_old_invitations",
    "delete_organization",
    "find_invitation",
    "invite",
    "leave_organizations",
    "remove_member",
    "revoke",
    "save_organization",
    "send_again",
]
