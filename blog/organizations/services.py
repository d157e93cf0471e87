"""What happens to organizations."""

from django.db import transaction

from blog.organizations.models import Organization
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slug


@transaction.atomic
def save_organization(organization: Organization) -> None:
    """Store an organization, with an address made from its name where it has none; the old address stays alive."""
    if not organization.slug:
        organization.slug = free_slug(Organization, organization.name)
    redirects.save_keeping_address(organization)
