"""Bans: people whose replies are held, or not taken at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.organizations.models import Organization
from blog.spam.models.blocked import normal_network
from blog.spam.values import Address, email_form, networks_around

CONCERNS_NOBODY = _("Say who is banned: an account, an e-mail address or a network.")


class BanKind(models.TextChoices):
    """What happens with what somebody writes."""

    HOLD = "hold", _("Hold silently: a moderator looks at everything first, and they see it waiting")
    REFUSE = "refuse", _("Refuse: they are told that nothing of theirs is taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """By what somebody who writes is known: each may be missing."""

    user_id: int | None = None
    email: str = ""
    address: Address | None = None
    visitor_key: str = ""

    @property
    def networks(self) -> Collection[str]:
        """The networks that hold the address."""
        return networks_around(self.address)


class BanQuerySet(models.QuerySet["Ban"]):
    """Bans, by whom they concern, where and when."""

    def for_organization(self, organization: int) -> Self:
        """Return an organization's bans and those of the whole site."""
        return self.filter(models.Q(organization=organization) | models.Q(organization__isnull=True))

    def active(self, at: datetime) -> Self:
        """Return the bans that hold at a moment."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=at))

    def against(self, culprit: Culprit) -> list[Self]:
        """Return the bans of somebody, apart for each way in which they are known, so that an index answers each."""
        ways: list[Self] = []
        if culprit.user_id is not None:
            ways.append(self.filter(user=culprit.user_id))
        if culprit.email:
            ways.append(self.filter(email=email_form(culprit.email)))
        if culprit.address is not None:
            ways.append(self.filter(network__in=culprit.networks))
        if culprit.visitor_key:
            ways.append(self.filter(visitor_key=culprit.visitor_key))
        return ways

    def refusing(self) -> Self:
        """Return the bans under which nothing is taken."""
        return self.filter(kind=BanKind.REFUSE)


class Ban(models.Model):
    """A ban of one person, known by an account, an address, a network, a browser, or several of these: each suffices."""

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="bans",
        verbose_name=_("organization"),
        help_text=_("Empty: for all organizations of the site."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="bans", verbose_name=_("account")
    )
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True, help_text=_("192.0.2.7, or 192.0.2.0/24 for more."))
    visitor_key = models.CharField(_("browser"), max_length=64, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=BanKind, default=BanKind.HOLD)
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("For moderators; nobody else reads it."))
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: for good."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("banned by")
    )
    created_at = models.DateTimeField(_("banned at"))

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        indexes = [  # each for one way in which an author is known; most bans leave most of them empty
            models.Index(fields=["email"], name="ban_by_email"),
            models.Index(fields=["network"], name="ban_by_network"),
            models.Index(fields=["visitor_key"], name="ban_by_visitor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False)
                | ~models.Q(email="")
                | ~models.Q(network="")
                | ~models.Q(visitor_key=""),
                name="ban_concerns_somebody",
                violation_error_message=CONCERNS_NOBODY,
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=BanKind.values),
                name="ban_kind_is_known",
                violation_error_message=_("This kind of ban does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return self.user.get_full_name() if self.user else self.email or self.network or str(_("a browser"))

    def clean(self) -> None:
        """Bring address and network to the form that is compared.

        Raises:
            ValidationError: when one of them is none, or the ban concerns nobody.
        """
        if not (self.user_id or self.email or self.network or self.visitor_key):
            raise ValidationError(CONCERNS_NOBODY)
        errors: dict[str, ValidationError] = {}
        if self.email and not (address := email_form(self.email)):
            errors["email"] = ValidationError(_("Write an address such as name@example.com."))
        elif self.email:
            self.email = address
        if self.network:
            try:
                self.network = normal_network(self.network)
            except ValidationError as error:
                errors["network"] = error
        if errors:
            raise ValidationError(errors)
