"""The roles of an organization's people, and what each may do. This table is the only place that says so."""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in an organization."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    AUTHOR = "author", _("Author")
    MODERATOR = "moderator", _("Moderator")


class Capability(StrEnum):
    """What somebody may do for an organization."""

    MANAGE = "manage"  # its profile, its policy, its people
    PUBLISH = "publish"  # publish and edit every post
    WRITE = "write"  # write posts and edit one's own drafts
    MODERATE = "moderate"  # decide about comments


CAPABILITIES: Mapping[Role, frozenset[Capability]] = {
    Role.OWNER: frozenset(Capability),
    Role.EDITOR: frozenset({Capability.PUBLISH, Capability.WRITE, Capability.MODERATE}),
    Role.AUTHOR: frozenset({Capability.WRITE}),
    Role.MODERATOR: frozenset({Capability.MODERATE}),
}


def roles_with(capability: Capability) -> list[Role]:
    """Return the roles that include a capability."""
    return [role for role, capabilities in CAPABILITIES.items() if capability in capabilities]
