"""Who wants posts by mail, of whom, and how often."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from blog.mailing.opt_in import OptIn, OptInQuerySet
from blog.organizations.models import Organization


class Frequency(models.TextChoices):
    """How often mails come."""

    AT_ONCE = "at_once", _("At once: a mail for each new post")
    WEEKLY = "weekly", _("Weekly: the posts of a week, on Monday")
    MONTHLY = "monthly", _("Monthly: the posts of a month, on its first day after")


class SubscriptionQuerySet(OptInQuerySet["Subscription"]):
    """Who subscribes to what."""

    def to(self, organization: Organization | None) -> Self:
        """Return the subscriptions to an organization; with None those to the whole site."""
        return self.filter(organization=organization)

    def of_addresses(self, *emails: str) -> Self:
        """Return what goes to any of these addresses."""
        return self.filter(email__in=emails)

    def reached_by(self, frequency: str, *, made_at: datetime) -> Self:
        """Return who gets an issue, in the order of their numbers.

        Who joined after it was made does not; who has the whole site at the same frequency gets that, and no second mail.
        """
        whole_site = Subscription.objects.confirmed().filter(
            organization=None, email=models.OuterRef("email"), frequency=frequency, confirmed_at__lte=made_at
        )
        rows = self.filter(frequency=frequency, confirmed_at__lte=made_at).select_related("organization")
        return rows.filter(models.Q(organization=None) | ~models.Exists(whole_site)).order_by("pk")


class Subscription(OptIn):
    """An address that gets the posts of an organization, or of the whole site, by mail."""

    stop_salt = "blog.subscriptions.stop"
    origin = "subscription"

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("organization"),
        help_text=_("Empty: the whole site."),
    )
    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency, default=Frequency.AT_ONCE)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            models.Index(  # who gets an issue, a chunk at a time
                fields=["frequency", "id"], condition=models.Q(confirmed_at__isnull=False), name="subscription_reached"
            ),
            models.Index(fields=["email", "-mailed_at"], name="subscription_of_address"),  # the limit per address, stopping
            models.Index(fields=["network", "-asked_at"], name="subscription_of_network"),  # the limit per network
            models.Index(fields=["asked_at"], name="subscription_by_age"),  # the clean-up
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                name="subscription_to_organization_once",
                violation_error_message=_("This address subscribes to the organization already."),
            ),
            models.UniqueConstraint(  # rows without an organization are all different to the one above
                fields=["email"],
                condition=models.Q(organization__isnull=True),
                name="subscription_to_site_once",
                violation_error_message=_("This address subscribes to the site already."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="subscription_email_is_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values),
                name="subscription_frequency_is_known",
                violation_error_message=_("This frequency does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.organization or '*'}"
