"""Somebody asked, under an e-mail address, for what the site keeps of them."""

from datetime import datetime, timedelta
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

LINK_LIFE = timedelta(hours=1)
PROOF_LIFE = timedelta(hours=1)


def _signer() -> Signer:
    """Return what signs the mailed links; those under the keys of `SECRET_KEY_FALLBACKS` work, too."""
    return Signer(sep=".", salt="blog.privacy.link")


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    """Requests, by where they came from and when."""

    def of_address(self, email: str) -> Self:
        """Return what was asked for under an address."""
        return self.filter(email=email)

    def from_network(self, network: str) -> Self:
        """Return what was asked for from a network; nothing where that is not known."""
        return self.filter(network=network) if network else self.none()

    def made_before(self, moment: datetime) -> Self:
        """Return what was asked for before a moment."""
        return self.filter(created_at__lt=moment)

    def proven_after(self, moment: datetime) -> Self:
        """Return those whose link was followed and confirmed after a moment."""
        return self.filter(proven_at__gt=moment)

    def with_token(self, token: str) -> Self:
        """Return the one that a link proves; none when the site did not sign the link."""
        try:
            return self.filter(pk=int(_signer().unsign(token)))
        except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
            return self.none()

    def newest_first(self) -> Self:
        """Return the latest first."""
        return self.order_by("-created_at", "-pk")


class DataRequest(models.Model):
    """Somebody claims that an address is theirs; following the mailed link proves it, once: `proven_at`.

    The row lives for a day. The link carries its number under a signature, and so no address.
    """

    email = models.EmailField(_("e-mail address"))
    network = models.CharField(max_length=50, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked at"))
    proven_at = models.DateTimeField(_("proven at"), null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for own data")
        verbose_name_plural = _("requests for own data")
        indexes = [
            models.Index(fields=["email", "-created_at"], name="data_request_of_address"),  # the limit per address
            models.Index(fields=["network", "-created_at"], name="data_request_of_network"),  # the limit per network
            models.Index(fields=["created_at"], name="data_request_by_age"),  # the clean-up
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="data_request_email_is_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.created_at)

    @property
    def token(self) -> str:
        """What the mailed link carries."""
        return _signer().sign(str(self.pk))

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether the link has run out."""
        return self.created_at + LINK_LIFE <= at
