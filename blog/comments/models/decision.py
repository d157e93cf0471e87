"""The moderation log: who decided what about which comments, why, when, and what was there before."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment
from blog.comments.models.queryset import State
from blog.organizations.models import Organization


class Via(models.TextChoices):
    """By which way a decision came."""

    ADMIN = "admin", _("Admin")
    MAIL = "mail", _("Link in a mail")
    AUTHOR = "author", _("The author")
    SYSTEM = "system", _("The system")


MODERATORS_WAYS = {Via.ADMIN, Via.MAIL}


class Lesson(StrEnum):
    """What the spam filter learns of a comment."""

    NOTHING = ""
    HAM = "ham"
    SPAM = "spam"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, by where they were made and whether they stand."""

    def of_organizations(self, organizations: models.QuerySet[Organization]) -> Self:
        """Return the decisions about comments on the posts of some organizations."""
        return self.filter(organization__in=organizations)

    def numbered(self, numbers: Collection[int]) -> Self:
        """Return the decisions with these numbers."""
        return self.filter(pk__in=numbers)

    def standing(self) -> Self:
        """Return the decisions that nobody took back."""
        return self.filter(undone_at__isnull=True)

    def since(self, moment: datetime) -> Self:
        """Return what was decided from a moment on."""
        return self.filter(at__gte=moment)

    def latest_first(self) -> Self:
        """Return the decisions in the order of the log."""
        return self.order_by("-pk")


class Decision(models.Model):
    """One decision about one comment or many of one organization. It is written once; taking it back is noted on it."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="decisions", verbose_name=_("organization"), db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions", verbose_name=_("decided by")
    )
    via = models.CharField(_("by way of"), max_length=10, choices=Via)
    state = models.CharField(_("decision"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    comment_count = models.PositiveIntegerField(_("comments"))
    at = models.DateTimeField(_("decided at"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("moderation log")
        indexes = [
            models.Index(fields=["organization", "-id"], name="decision_log"),  # the moderation log
            models.Index(fields=["organization", "by"], name="decision_people"),  # who has decided anything in an organization
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values, via__in=Via.values),
                name="decision_is_known",
                violation_error_message=_("There is no such decision."),
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=False) | models.Q(undone_by__isnull=True),
                name="decision_undone_by_at_a_moment",
                violation_error_message=_("Who took a decision back did so at some moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} ({self.comment_count})"

    @property
    def decider(self) -> str:
        """The name of who decided, or what did; never an address."""
        return str(self.get_via_display()) if self.by is None else self.by.get_full_name()


class DecidedComment(models.Model):
    """A comment in a decision, as it stood before."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="decided", db_index=False)  # the constraint has it
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decided", verbose_name=_("comment"))
    state_before = models.CharField(_("before"), max_length=10, choices=State)
    reason_before = models.CharField(max_length=200, blank=True)
    is_taught = models.BooleanField(default=False, editable=False)  # the spam filter has learned of it

    class Meta:
        verbose_name = _("decided comment")
        verbose_name_plural = _("decided comments")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "comment"],
                name="decided_comment_is_unique",
                violation_error_message=_("A decision names a comment once."),
            ),
            models.CheckConstraint(
                condition=models.Q(state_before__in=State.values),
                name="decided_comment_state_is_known",
                violation_error_message=_("This state does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.state_before}"

    @property
    def lesson(self) -> Lesson:
        """What the spam filter learns from the decision; `decision` is loaded."""
        if self.decision.via not in MODERATORS_WAYS:
            return Lesson.NOTHING
        if self.decision.state == State.SPAM and self.state_before != State.SPAM:
            return Lesson.SPAM
        if self.decision.state == State.PUBLIC and self.state_before in {State.HELD, State.SPAM}:
            return Lesson.HAM
        return Lesson.NOTHING


class ModeratorNotice(models.Model):
    """When an organization's moderators were last told what waits; its row is locked by whoever tells them."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)  # when the next mail goes, where one is under way

    class Meta:
        verbose_name = _("notice to moderators")
        verbose_name_plural = _("notices to moderators")

    def __str__(self) -> str:
        return str(self.organization_id)
