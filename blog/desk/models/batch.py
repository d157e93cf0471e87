"""What was done with several posts at once, and what undoing it needs."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.accounts.models import User

UNDONE_WITHIN = timedelta(days=1)


class Act(models.TextChoices):
    """What can be done with several posts at once and undone."""

    PUBLISH = "publish", _("Publish")
    ARCHIVE = "archive", pgettext_lazy("to take off the site", "Archive")
    RETURN = "return_to_draft", _("Return to draft")
    TRASH = "trash", _("Put into the trash")
    FEATURE = "feature", _("Feature")
    UNFEATURE = "unfeature", _("Feature no longer")
    CATEGORY = "add_category", _("Add to a category")
    TAG = "add_tag", _("Add a tag")


TERM_ACTS = frozenset({Act.CATEGORY, Act.TAG})  # they add a term, which has to be said
MARKING_ACTS = TERM_ACTS | {Act.FEATURE, Act.UNFEATURE}  # they leave status and dates alone


class BatchQuerySet(models.QuerySet["Batch"]):
    """Batches, by whose and how old they are."""

    def of(self, user: User) -> Self:
        """Return what somebody did."""
        return self.filter(by=user)

    def made_before(self, moment: datetime) -> Self:
        """Return what was done before a moment."""
        return self.filter(at__lt=moment)


class Batch(models.Model):
    """One act of one person on several posts.

    `rows` holds, for each post that was changed: `post`, its number; `revision_number`, as the act left it; `brought_text`,
    whether a version that had waited became what the public reads; and `status`, `published_at`, `archived_at`, `expires_at`
    as they were before (moments as ISO 8601). Of an act that adds a term, `term` is the number of that term.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("done at"))
    act = models.CharField(_("act"), max_length=20, choices=Act)
    rows = models.JSONField(_("posts"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = [models.Index(fields=["at"], name="batch_oldest")]  # deleting what is old
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=Act.values),
                name="batch_act_is_known",
                violation_error_message=_("This cannot be done with several posts."),
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(undone_at__gte=models.F("at")),
                name="batch_is_undone_after_it_was_done",
                violation_error_message=_("Nothing is undone before it was done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {len(self.rows)}"

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether it is too old to be undone."""
        return at - self.at > UNDONE_WITHIN
