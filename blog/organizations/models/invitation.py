"""Invitations: somebody is asked by mail to work for an organization."""

import hashlib
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from blog.organizations.models.organization import Organization
from blog.organizations.roles import Role

LIFE = timedelta(days=14)
KEPT = timedelta(days=90)  # after its end, for owners to see what became of it
SECRET_CHARACTERS = 43  # of 62 letters and digits: 256 bits


def _signer() -> Signer:
    """Return what signs the mailed links; those under the keys of `SECRET_KEY_FALLBACKS` work, too."""
    return Signer(sep=".", salt="blog.organizations.invitation")


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by what became of them."""

    def open(self) -> Self:
        """Return what was neither accepted nor revoked; it may have run out."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def with_token(self, token: str) -> Self:
        """Return the one of a mailed link; none when the site did not sign the link or has sent another since."""
        try:
            secret = _signer().unsign(token)
        except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
            return self.none()
        return self.filter(secret_hash=_hash_of(secret))

    def mailed_after(self, moment: datetime) -> Self:
        """Return those whose latest mail went out after a moment."""
        return self.filter(mailed_at__gt=moment)

    def ended_before(self, moment: datetime) -> Self:
        """Return those that were accepted, revoked or had run out before a moment."""
        return self.filter(models.Q(accepted_at__lt=moment) | models.Q(revoked_at__lt=moment) | models.Q(expires_at__lt=moment))

    def latest_first(self) -> Self:
        """Return them in the order of the list."""
        return self.order_by("-pk")


class Invitation(models.Model):
    """One address, one organization, one role. The mailed link holds a secret under a signature; here is only its hash."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization"), db_index=False
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    mail_count = models.PositiveSmallIntegerField(_("mails"), default=0, editable=False)
    created_at = models.DateTimeField(_("invited at"))
    mailed_at = models.DateTimeField(_("mailed at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [
            models.Index(fields=["organization", "-id"], name="invitation_of_organization"),  # an organization's list
            models.Index(fields=["organization", "-mailed_at"], name="invitation_limit"),  # how many a day
            models.Index(fields=["email", "-mailed_at"], name="invitation_of_address"),  # how many to one address
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
                violation_error_message=_("This address is invited already; send the mail again there."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="invitation_role_is_known",
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="invitation_email_is_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_ends_once",
                violation_error_message=_("An invitation is accepted or revoked, not both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_role_display())  # no address: the audit log keeps these words

    def renew(self, *, at: datetime) -> str:
        """Give it a new secret and a whole life, and return what the link carries; the link before does nothing any more."""
        secret = get_random_string(SECRET_CHARACTERS)
        self.secret_hash, self.mailed_at, self.expires_at = _hash_of(secret), at, at + LIFE
        self.mail_count += 1
        return _signer().sign(secret)

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether it has run out."""
        return self.expires_at <= at
