"""Reading the look of an organization: which images stand for it, and which changes they depend on."""

from collections.abc import Iterator

from blog.media.changes import of_image, of_look
from blog.media.models import Image, OrganizationLook
from blog.organizations.models import Organization, OrganizationQuerySet

# What is joined to an organization: its logo, for the places where it is named with its letters; or all of its look.
LOGO = "look__logo"
LOOK = (LOGO, "look__cover")


def with_logos(organizations: OrganizationQuerySet) -> OrganizationQuerySet:
    """Return organizations, each with its logo."""
    return organizations.select_related(LOGO)


def look_of(organization: Organization) -> OrganizationLook | None:
    """Return the look of an organization; None where it has none."""
    try:
        return organization.look
    except OrganizationLook.DoesNotExist:
        return None


def logo_of(organization: Organization) -> Image | None:
    """Return the logo of an organization."""
    look = look_of(organization)
    return None if look is None else look.logo


def of_shown_look(organization: Organization) -> Iterator[str]:
    """Yield the subjects of what is joined to an organization; without an image, that this is no other one."""
    look = look_of(organization)
    yield of_look(organization.pk)
    yield of_image((look and look.logo_id) or "")
    yield of_image((look and look.cover_id) or "")
