"""What an organization requires of its posts before they are published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.desk.checklist.rules import Rule
from blog.organizations.models import Organization


class RequiredCheck(models.Model):
    """One rule of the checklist that an organization makes a condition of publishing."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="required_checks", verbose_name=_("organization")
    )
    rule = models.CharField(_("rule"), max_length=30, choices=Rule)

    class Meta:
        verbose_name = _("required check")
        verbose_name_plural = _("required checks")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "rule"],
                name="required_check_is_unique",
                violation_error_message=_("The organization requires this already."),
            ),
            models.CheckConstraint(
                condition=models.Q(rule__in=Rule.values),
                name="required_check_is_a_rule",
                violation_error_message=_("The checklist has no such rule."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()
