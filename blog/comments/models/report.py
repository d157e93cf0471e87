"""Reports: somebody tells the moderators that a comment should not stand."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment
from blog.richtext.text import shorten

REPORT_CHARACTERS = 500


class ReportReason(models.TextChoices):
    """What is wrong with a comment, in the words of those who read it."""

    SPAM = "spam", _("Spam or advertising")
    ABUSE = "abuse", _("Abuse or hate")
    OFF_TOPIC = "off_topic", _("Off topic")
    PERSONAL = "personal", _("Personal data of somebody")
    OTHER = "other", _("Something else")


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, by what was done about them."""

    def open(self) -> Self:
        """Return those that no moderator has looked at since."""
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        """Return those that a moderator has answered with a decision."""
        return self.filter(closed_at__isnull=False)

    def from_network(self, network: str) -> Self:
        """Return what came from a network; nothing where that is not known."""
        return self.filter(network=network) if network else self.none()

    def newest_first(self) -> Self:
        """Return the latest first."""
        return self.order_by("-created_at", "-pk")


class Report(models.Model):
    """One person's report of one comment: a signed-in user, or a visitor known by their browser.

    Moderators alone see who reported. `closed_at` is when one of them decided about the comment.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    visitor_key = models.CharField(max_length=64, blank=True, editable=False)  # of somebody who has not signed in
    network = models.CharField(max_length=50, blank=True, editable=False)  # the address, or an IPv6 /64
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    text = models.CharField(_("in their words"), max_length=REPORT_CHARACTERS, blank=True)
    created_at = models.DateTimeField(_("reported at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["network", "-created_at"], name="report_of_network"),  # the limit per network
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=ReportReason.values),
                name="report_reason_is_known",
                violation_error_message=_("This reason does not exist."),
            ),
            models.UniqueConstraint(
                fields=["comment", "user"],
                name="report_once_by_each_user",
                violation_error_message=_("You have reported this reply already."),
            ),
            models.UniqueConstraint(
                fields=["comment", "visitor_key"],
                condition=~models.Q(visitor_key=""),
                name="report_once_by_each_visitor",
                violation_error_message=_("You have reported this reply already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {shorten(self.text, 50)}" if self.text else self.get_reason_display()
