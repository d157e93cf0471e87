"""Revisions: every version of a post that somebody saved."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.posts.models.post import Post

NOTE_CHARACTERS = 300
CORRECTION_CHARACTERS = 600


class RevisionKind(models.TextChoices):
    """What made a revision."""

    SAVED = "saved", _("Saved")
    PUBLISHED = "published", _("Published")
    CORRECTION = "correction", _("Correction")
    RESTORED = "restored", _("Restored")
    DISCARDED = "discarded", _("Changes discarded")
    ARCHIVED = "archived", _("Archived")
    RETURNED = "returned", _("Returned to draft")
    IMPORTED = "imported", _("Imported")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions, by what they are read for."""

    def newest_first(self) -> Self:
        """Return the revisions of a post in the order of its history."""
        return self.order_by("-number", "-pk")

    def for_history(self) -> Self:
        """Return the newest first, with who made them and without what they hold."""
        return self.newest_first().select_related("by").defer("content")

    def corrections(self) -> Self:
        """Return what was put right after publication, the latest first, without what the revisions hold."""
        return self.filter(kind=RevisionKind.CORRECTION).order_by("-number", "-pk").defer("content")


class Revision(models.Model):
    """A version of a post. The newest one, `Post.revision_number`, is what its form shows.

    `content` is what `blog.posts.content` makes of a post. `changed` names the fields in which it differs from the revision
    before, and the counts say by how many words; the first revision differs by all of them.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", db_index=False, verbose_name=_("post"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=RevisionKind, default=RevisionKind.SAVED)
    content = models.JSONField(_("content"))
    changed = models.JSONField(default=list, editable=False)
    words_added = models.PositiveIntegerField(default=0, editable=False)
    words_removed = models.PositiveIntegerField(default=0, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revisions", verbose_name=_("person")
    )
    created_at = models.DateTimeField(_("made at"))
    note = models.CharField(_("note"), max_length=NOTE_CHARACTERS, blank=True)
    # When it is looked at whether it stays; empty when that is settled. See blog.posts.services.thinning.
    thin_at = models.DateTimeField(null=True, editable=False)
    restored_number = models.PositiveIntegerField(null=True, editable=False)  # the revision that was gone back to
    correction = models.TextField(
        _("correction"), max_length=CORRECTION_CHARACTERS, blank=True, help_text=_("Shown to the public, with its date.")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [
            models.Index(  # what the hourly round looks at
                fields=["thin_at", "id"], condition=models.Q(thin_at__isnull=False), name="revision_to_thin"
            )
        ]
        constraints = [
            models.UniqueConstraint(  # it serves the foreign key and the history too
                fields=["post", "number"],
                name="revision_number_is_unique",
                violation_error_message=_("Somebody saved this post at the same moment."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gt=0),
                name="revision_numbers_begin_at_one",
                violation_error_message=_("The first revision has the number 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=RevisionKind.values),
                name="revision_kind_is_known",
                violation_error_message=_("This kind of revision does not exist."),
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=RevisionKind.CORRECTION) & ~models.Q(correction=""))
                | (~models.Q(kind=RevisionKind.CORRECTION) & models.Q(correction="")),
                name="revision_correction_has_words",
                violation_error_message=_("A correction, and no other revision, says in public what was put right."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RevisionKind.RESTORED, restored_number__isnull=False)
                | (~models.Q(kind=RevisionKind.RESTORED) & models.Q(restored_number__isnull=True)),
                name="revision_restored_names_its_source",
                violation_error_message=_("A restored revision, and no other, names the one that it was made from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.number}"
