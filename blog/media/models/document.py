"""A document that readers download."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.media.models.image import VERSION_CHARACTERS
from blog.media.models.shelved import Shelved, ShelvedQuerySet


class DocumentQuerySet(ShelvedQuerySet["Document"]):
    """Documents."""

    def with_content(self, content_hash: str) -> "DocumentQuerySet":
        """Return the documents whose file is this one."""
        return self.filter(content_hash=content_hash)


class Document(Shelved):
    """A PDF of an organization. Its address stays as long as it is there, also when another file takes its place."""

    file_name = models.CharField(_("file"), max_length=200, help_text=_("The name under which readers save it."))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="document_of_organization")]  # the shelf
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "content_hash"],
                name="document_content_is_unique",
                violation_error_message=_("The organization has this document already."),
            ),
            models.UniqueConstraint(  # a unique constraint lets NULL stand any number of times
                fields=["content_hash"],
                condition=models.Q(organization__isnull=True),
                name="document_content_of_all_is_unique",
                violation_error_message=_("This document is there already."),
            ),
        ]

    @property
    def version(self) -> str:
        """What tells this file from others that the document had or will have."""
        return self.content_hash[:VERSION_CHARACTERS]

    @property
    def lasting_address(self) -> str:
        """The address that answers as long as the document is there, with whatever file it has then."""
        return reverse("document", args=[self.key])
