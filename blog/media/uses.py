"""Where something of the shelf is used: for whoever asks, and rendering those posts anew."""

from dataclasses import dataclass

from django.db import models

from blog.accounts.models import User
from blog.media.models import Document, Image, OrganizationLook, Place, Usage
from blog.organizations.models import Organization
from blog.organizations.roles import Capability


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses that somebody may know of, with their posts, how many there are besides, and whose logo or cover it is."""

    known: list[Usage]
    hidden: int
    looks: list[OrganizationLook]

    def __bool__(self) -> bool:
        return bool(self.known or self.hidden or self.looks)


def uses_of(row: Image | Document, *, user: User) -> Uses:
    """Return where an image or a document is used; of posts that the user does not work on only how many there are."""
    usages = Usage.objects.filter(**{"image" if isinstance(row, Image) else "document": row})
    visible = usages.filter(_may_be_known_to(user)).distinct()
    known = list(visible.select_related("post").defer("post__body", "post__body_html").order_by("-post__updated_at", "pk"))
    return Uses(known, usages.count() - len(known), _looks_with(row))


def render(image_id: int) -> None:
    """Render the texts that show an image anew, one after the other."""
    for usage in Usage.objects.filter(image=image_id, place=Place.TEXT).select_related("post").order_by("pk").iterator():
        usage.post.render_again()


def _looks_with(row: Image | Document) -> list[OrganizationLook]:
    """Return the looks that an image is part of, which are public: those of its own organization."""
    if not isinstance(row, Image):
        return []
    looks = OrganizationLook.objects.filter(models.Q(logo=row) | models.Q(cover=row))
    return list(looks.select_related("organization").order_by("pk"))


def _may_be_known_to(user: User) -> models.Q:
    """Return which posts somebody knows of: all where they publish; where they only write, what was public, and their own."""
    if user.is_active and user.is_superuser:
        return models.Q()
    publishing = Organization.objects.where_user_can(user, Capability.PUBLISH).values("pk")
    writing = Organization.objects.where_user_can(user, Capability.WRITE).values("pk")
    was_public = models.Q(post__first_published_at__isnull=False) | models.Q(post__authors=user)
    of_own: models.Q = models.Q(post__organization__in=publishing) | (models.Q(post__organization__in=writing) & was_public)
    return of_own
