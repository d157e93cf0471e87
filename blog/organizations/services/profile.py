"""What happens to organizations."""

from datetime import datetime

from django.db import transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slug

RECORDED = (
    *("name", "short_name", "slug", "kind", "tagline", "description", "founded_year", "website"),
    *("comment_policy", "close_comments_after_days", "publishing_policy", "time_zone"),
)


@transaction.atomic
def save_organization(organization: Organization, *, by: User | None, at: datetime) -> None:
    """Store an organization, with an address made from its name where it has none; the old address stays alive.

    What a person changes is recorded; what an import makes has a record of its own.
    """
    stored = Organization.objects.filter(pk=organization.pk).first()
    if not organization.slug:
        organization.slug = free_slug(Organization, organization.name)
    redirects.save_keeping_address(organization)
    if by is None:
        return
    before = {} if stored is None else audit.snapshot(stored, RECORDED)
    after = audit.snapshot(organization, RECORDED)
    if stored is None:
        audit.record(Verb.ORGANIZATIONS_ADD, organization, organization=organization.pk, by=by, at=at)
    elif audit.differs(before, after):
        changed = {"before": before, "after": after}
        audit.record(Verb.ORGANIZATIONS_CHANGE, organization, organization=organization.pk, by=by, at=at, **changed)


@transaction.atomic
def delete_organization(organization: Organization, *, by: User, at: datetime) -> None:
    """Delete an organization with its memberships; what happened in it stays in the audit log.

    Raises:
        ProtectedError: when it has posts.
    """
    audit.record(Verb.ORGANIZATIONS_DELETE, organization, organization=organization.pk, by=by, at=at)
    organization.delete()
