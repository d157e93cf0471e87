"""The record of every document that came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.organizations.models import Organization
from blog.posts.models import Post


class ImportedDocument(models.Model):
    """A document, what each of its lines became, and the post made of it.

    `lines` holds objects of the keys number (1-based), text, role and became, in the order of the source.
    `post_fingerprint` is what the import left in the post: while the post still has it, no person has edited it.
    """

    source = models.CharField(_("source"), max_length=30, help_text=_("The kind of source, such as file."))
    source_id = models.CharField(_("name in the source"), max_length=500)
    format = models.CharField(_("format"), max_length=30)
    checksum = models.CharField(_("SHA-256"), max_length=64)
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="imported_document", verbose_name=_("post")
    )
    post_fingerprint = models.CharField(max_length=64, blank=True)
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    lines = models.JSONField(_("lines"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)
    offers_replies = models.BooleanField(_("the page offered replies"), default=False)
    offers_likes = models.BooleanField(_("the page offered likes"), default=False)
    identity_services = models.JSONField(_("services to sign in with"), default=list)
    comment_count = models.PositiveIntegerField(editable=False, default=0)  # comments in the document
    imported_at = models.DateTimeField(_("imported at"))
    updated_at = models.DateTimeField(_("last changed by an import at"))

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        indexes = [
            models.Index(fields=["checksum"], name="imported_document_checksum"),  # the same file under another name
            models.Index(fields=["-updated_at", "-id"], name="imported_document_newest"),  # the list in admin
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                name="imported_document_is_unique",
                violation_error_message=_("This document was imported already."),
            ),
        ]

    def __str__(self) -> str:
        return self.source_id
