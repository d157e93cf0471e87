"""Who wants posts by mail, of whom, and how often."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from blog.comments.models.pending import TOKEN_BYTES, hash_token
from blog.organizations.models import Organization

LINK_LIFE = timedelta(days=3)


class Frequency(models.TextChoices):
    """How often mails come."""

    AT_ONCE = "at_once", _("At once: a mail for each new post")
    WEEKLY = "weekly", _("Weekly: the posts of a week, on Monday")
    MONTHLY = "monthly", _("Monthly: the posts of a month, on its first day after")


def _stop_signer() -> Signer:
    """Return what signs the links that stop; its links work for ever, also under the keys of `SECRET_KEY_FALLBACKS`."""
    return Signer(sep=".", salt="blog.subscriptions.stop")


def _signed_number(stop_token: str) -> int | None:
    try:
        return int(_stop_signer().unsign(stop_token))
    except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
        return None


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Who subscribes to what."""

    def confirmed(self) -> Self:
        """Return those whose address is proven."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Return those whose address nobody has proven yet."""
        return self.filter(confirmed_at__isnull=True)

    def to(self, organization: Organization | None) -> Self:
        """Return the subscriptions to an organization; with None those to the whole site."""
        return self.filter(organization=organization)

    def of_addresses(self, *emails: str) -> Self:
        """Return what goes to any of these addresses."""
        return self.filter(email__in=emails)

    def from_network(self, network: str) -> Self:
        """Return what was asked for from a network; nothing where that is not known."""
        return self.filter(network=network) if network else self.none()

    def asked_before(self, moment: datetime) -> Self:
        """Return what nobody has asked for since a moment."""
        return self.filter(asked_at__lt=moment)

    def mailed_to(self, email: str, *, after: datetime) -> Self:
        """Return those for which a mail with a link went to an address after a moment."""
        return self.filter(email=email, mailed_at__gt=after)

    def with_token(self, token: str) -> Self:
        """Return the one that the link in a mail confirms, with what it subscribes to."""
        return self.filter(token_hash=hash_token(token)).select_related("organization")

    def with_stop_token(self, token: str) -> Self:
        """Return the one that a link stops; none when the site did not sign the link."""
        number = _signed_number(token)
        return self.none() if number is None else self.filter(pk=number).select_related("organization")

    def reached_by(self, frequency: str, *, made_at: datetime) -> Self:
        """Return who gets an issue, in the order of their numbers.

        Who joined after it was made does not; who has the whole site at the same frequency gets that, and no second mail.
        """
        whole_site = Subscription.objects.confirmed().filter(
            organization=None, email=models.OuterRef("email"), frequency=frequency, confirmed_at__lte=made_at
        )
        rows = self.filter(frequency=frequency, confirmed_at__lte=made_at).select_related("organization")
        return rows.filter(models.Q(organization=None) | ~models.Exists(whole_site)).order_by("pk")


class Subscription(models.Model):
    """An address that gets the posts of an organization, or of the whole site, by mail.

    Nothing is sent before the address is proven: `confirmed_at`. Only a hash of the confirmation link's token is kept;
    the link that stops needs none, it is signed.
    """

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("organization"),
        help_text=_("Empty: the whole site."),
    )
    email = models.EmailField(_("e-mail address"))
    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency, default=Frequency.AT_ONCE)
    language = models.CharField(_("language"), max_length=12)
    network = models.CharField(max_length=50, blank=True, editable=False)  # from where it was asked for; kept for a day
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # none before the mail is written
    created_at = models.DateTimeField(_("made at"))
    asked_at = models.DateTimeField(_("asked for at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

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

    @property
    def stop_token(self) -> str:
        """What the link carries that stops the mails or changes how often they come."""
        return _stop_signer().sign(str(self.pk))

    @staticmethod
    def is_stop_token(token: str) -> bool:
        """Say whether this site made a stop link."""
        return _signed_number(token) is not None

    @property
    def mail_origin(self) -> str:
        """The name under which the mails of this subscription stand in the outbox."""
        return f"subscription/{self.pk}"

    def renew_token(self, *, at: datetime) -> str:
        """Store the hash of a new random token and when it was mailed; return it. An earlier one confirms nothing any more."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.mailed_at = hash_token(token), at
        self.save(update_fields=["token_hash", "mailed_at"])
        return token

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether the confirmation link has run out."""
        return self.mailed_at is None or self.mailed_at + LINK_LIFE <= at
