"""What images and documents have in common: they belong to an organization, or to all of them together."""

import secrets
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.media.models.place import SHOWN_PLACES
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.richtext.text import printable

KEY_BYTES = 8  # nobody guesses the address of a file that no public page shows yet


def new_key() -> str:
    """Return what stands in the addresses of a file, in place of its number: hexadecimal digits that nobody can guess."""
    return secrets.token_hex(KEY_BYTES)


class ShelvedQuerySet[ModelT: models.Model](models.QuerySet[ModelT]):
    """Rows of the shelf, by who may see, use and change them."""

    def usable_by(self, organization_id: int | None) -> Self:
        """Return what an organization's posts may show: its own and what is everybody's."""
        return self.filter(models.Q(organization_id=organization_id) | models.Q(organization__isnull=True))

    def owned_by(self, organization_id: int | None) -> Self:
        """Return what is an organization's own; of None, what is everybody's."""
        if organization_id is None:
            return self.filter(organization__isnull=True)
        return self.filter(organization_id=organization_id)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return what the user may put into a post: of the organizations for which they write, and what is everybody's."""
        if user.is_active and user.is_superuser:
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        writing = Organization.objects.where_user_can(user, Capability.WRITE)
        return self.filter(models.Q(organization__in=writing.values("pk")) | models.Q(organization__isnull=True))

    def deletable_by(self, user: User | AnonymousUser) -> Self:
        """Return what belongs to the organizations for which the user publishes."""
        if user.is_active and user.is_superuser:
            return self
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return self.filter(organization__in=publishing.values("pk"))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Return what the user may change: all where they publish; where they only write, what no public post ever showed."""
        if user.is_active and user.is_superuser:
            return self
        writing = Organization.objects.where_user_can(user, Capability.WRITE)
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
        shown = self.model._default_manager.filter(
            usages__post__first_published_at__isnull=False, usages__place__in=SHOWN_PLACES
        )
        return self.filter(
            models.Q(organization__in=publishing.values("pk"))
            | (models.Q(organization__in=writing.values("pk")) & ~models.Q(pk__in=shown.values("pk")))
        )

    def used(self) -> Self:
        """Return what posts use."""
        return self.filter(usages__isnull=False).distinct()

    def newest_first(self) -> Self:
        """Return the rows in the order of the shelf."""
        return self.order_by("-created_at", "-pk")

    def unused(self) -> Self:
        """Return what no post uses."""
        return self.filter(usages__isnull=True)


class Shelved(models.Model):
    """A row of the shelf. Without an organization it is for the posts of all; superusers put such things there."""

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organization"),
        db_index=False,  # the index of the shelf serves it
        help_text=_("Empty: for the posts of all organizations."),
    )
    folder = models.ForeignKey(
        "media.Folder", models.SET_NULL, null=True, blank=True, related_name="%(class)ss", verbose_name=_("folder")
    )
    key = models.CharField(max_length=2 * KEY_BYTES, unique=True, default=new_key, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("Helps to find it again; readers do not see it."))
    content_hash = models.CharField(max_length=64, editable=False)  # SHA-256 of the stored file
    byte_size = models.PositiveIntegerField(_("size"), editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Store the row; what pages and feeds cannot carry is left out of the title."""
        self.title = printable(self.title)
        super().save(**kwargs)
