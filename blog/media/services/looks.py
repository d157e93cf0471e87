"""Storing the look of an organization."""

from datetime import datetime

from django.db import transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.media.errors import NotOnShelfError
from blog.media.models import OrganizationLook

RECORDED = ("logo", "logo_ground", "cover", "cover_alt", "cover_is_decorative")


@transaction.atomic
def save_look(look: OrganizationLook, *, by: User, at: datetime) -> None:
    """Store which images stand for an organization, and record what has changed; without any there is no row.

    Raises:
        NotOnShelfError: when an image is not the organization's own.
    """
    for image in (look.logo, look.cover):
        if image is not None and image.organization_id != look.organization_id:
            raise NotOnShelfError(image)
    stored = OrganizationLook.objects.filter(pk=look.pk).select_related("logo", "cover").first()
    before, after = ({} if row is None else audit.snapshot(row, RECORDED) for row in (stored, look))
    if look.logo is not None or look.cover is not None:
        look.save()
    elif stored is not None:
        stored.delete()
    if audit.differs(before, after):
        about = look.organization
        audit.record(Verb.ORGANIZATIONS_LOOK, about, organization=about.pk, by=by, at=at, before=before, after=after)
