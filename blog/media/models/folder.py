"""Folders of the shelf."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.media.models.shelved import ShelvedQuerySet
from blog.organizations.models import Organization


class FolderQuerySet(ShelvedQuerySet["Folder"]):
    """Folders, by who may use them."""

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Return the folders that the user may rename: of the organizations for which they write."""
        visible = self.visible_to(user)
        return visible if user.is_active and user.is_superuser else visible.filter(organization__isnull=False)

    def beside(self, folder: "Folder") -> Self:
        """Return the other folders of the same organization."""
        return self.filter(organization=folder.organization_id).exclude(pk=folder.pk)

    def by_name(self) -> Self:
        """Return them in alphabetical order."""
        return self.order_by("name", "pk")


class Folder(models.Model):
    """A drawer of an organization's shelf, by its name."""

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="folders",
        verbose_name=_("organization"),
        db_index=False,  # the unique constraint serves it
        help_text=_("Empty: for what is everybody's."),
    )
    name = models.CharField(_("name"), max_length=100)

    objects = FolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="folder_name_is_unique",
                violation_error_message=_("The organization has a folder of this name already."),
            ),
            models.UniqueConstraint(  # a unique constraint lets NULL stand any number of times
                fields=["name"],
                condition=models.Q(organization__isnull=True),
                name="folder_name_of_all_is_unique",
                violation_error_message=_("There is a folder of this name already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="folder_has_name",
                violation_error_message=_("A folder needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
