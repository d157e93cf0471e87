"""Mails that somebody asked for: a link proves the address before the first, and a link in each ends them (double opt-in).

What is asked for differs and is said by the models that are made of `OptIn`; how it is proven, limited, stopped and
forgotten is said here.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog.mailing.models import OutgoingMail
from blog.mailing.services import withdraw

TOKEN_BYTES = 32
LINK_LIFE = timedelta(days=3)
UNCONFIRMED_KEPT = timedelta(days=7)  # so that a late click is told that the link has run out
NETWORK_KEPT = timedelta(days=1)
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please


class LinkError(Exception):
    """A link does not do what it was made for."""


class UnknownLinkError(LinkError):
    """Nobody was given this link, or what it was for is gone."""


class SpentLinkError(LinkError):
    """The link confirms nothing any more. `row` is what it was made for."""

    def __init__(self, row: "OptIn") -> None:
        self.row = row
        super().__init__()


class AlreadyConfirmedError(SpentLinkError):
    """It was confirmed before."""


class ExpiredLinkError(SpentLinkError):
    """It has run out."""


class OptInQuerySet[Row: "OptIn"](models.QuerySet[Row]):
    """What addresses asked for."""

    def confirmed(self) -> Self:
        """Return those whose address is proven."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Return those whose address nobody has proven yet."""
        return self.filter(confirmed_at__isnull=True)

    def from_network(self, network: str) -> Self:
        """Return what was asked for from a network, the newest first; nothing where that is not known."""
        return (self.filter(network=network) if network else self.none()).order_by("-asked_at", "-pk")

    def asked_before(self, moment: datetime) -> Self:
        """Return what nobody has asked for since a moment."""
        return self.filter(asked_at__lt=moment)

    def mailed_to(self, email: str, *, after: datetime) -> Self:
        """Return those for which a mail with a link went to an address after a moment."""
        return self.filter(email=email, mailed_at__gt=after)

    def unproven(self, token: str, *, at: datetime) -> Row:
        """Return the row that the link in a mail confirms, and change nothing.

        Raises:
            UnknownLinkError: when nobody was given this link.
            AlreadyConfirmedError: when it was confirmed.
            ExpiredLinkError: when it has run out.
        """
        row = self.filter(token_hash=hash_token(token)).first()
        if row is None:
            raise UnknownLinkError
        if row.confirmed_at is not None:
            raise AlreadyConfirmedError(row)
        if row.is_expired(at=at):
            raise ExpiredLinkError(row)
        return row

    def stopped_by(self, stop_token: str) -> Row | None:
        """Return the row that a stop link stops; None when it has stopped already.

        Raises:
            UnknownLinkError: when this site did not make the link.
        """
        try:
            number = int(self.model.stop_signer().unsign(stop_token))
        except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
            raise UnknownLinkError from None
        return self.filter(pk=number).first()

    def forget(self, *, at: datetime) -> int:
        """Delete what nobody confirmed in time, forget from which network anything was asked for; return how many went."""
        self.asked_before(at - NETWORK_KEPT).exclude(network="").update(network="")
        return self.unconfirmed().asked_before(at - UNCONFIRMED_KEPT).delete()[0]


class OptIn(models.Model):
    """An address that gets mails of a kind.

    Nothing is sent before the address is proven: `confirmed_at`. Only a hash of the confirmation link's token is kept;
    the link that stops needs none, it is signed.
    """

    stop_salt: ClassVar[str]  # sets the stop links of one model apart from those of another
    origin: ClassVar[str]  # of a model's mails in the outbox

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12)
    network = models.CharField(max_length=50, blank=True, editable=False)  # from where it was asked for; kept for a day
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # none before the mail is written
    created_at = models.DateTimeField(_("made at"))
    asked_at = models.DateTimeField(_("asked for at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def stop_signer(cls) -> Signer:
        """Return what signs the links that stop; its links work for ever, also under the keys of `SECRET_KEY_FALLBACKS`."""
        return Signer(sep=".", salt=cls.stop_salt)

    @property
    def stop_token(self) -> str:
        """What the link carries that stops the mails."""
        return self.stop_signer().sign(str(self.pk))

    @property
    def mail_origin(self) -> str:
        """The name under which the mails of this row stand in the outbox."""
        return f"{self.origin}/{self.pk}"

    def renew_token(self, *, at: datetime) -> str:
        """Store the hash of a new random token and when it was mailed; return it. An earlier one confirms nothing any more."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.mailed_at = hash_token(token), at
        self.save(update_fields=["token_hash", "mailed_at"])
        return token

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether the confirmation link has run out."""
        return self.mailed_at is None or self.mailed_at + LINK_LIFE <= at

    def confirm(self, *, at: datetime) -> None:
        """Store that the address is proven."""
        self.confirmed_at = at
        self.save(update_fields=["confirmed_at"])

    def send_link(self, subject: str, body: str) -> None:
        """Send the mail with the link that confirms. Should the server refuse it, whoever asks again gets one."""
        try:
            EmailMessage(subject, body, to=[self.email], headers=AUTOMATIC).send()
        except OSError:
            type(self)._default_manager.filter(pk=self.pk).update(mailed_at=None)
            raise


def stop(rows: list[Any]) -> None:
    """Delete rows of a model made of `OptIn`, and take their mails that wait out of the outbox."""
    withdraw(OutgoingMail.objects.from_origins([row.mail_origin for row in rows]))
    for model in {type(row) for row in rows}:
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def list_headers(channel: str, stop: str) -> dict[str, str]:
    """Return what lets a mail program file such mails (RFC 2919) and stop them at one click (RFC 2369, RFC 8058)."""
    return AUTOMATIC | {
        "List-Id": f"<{channel}.{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def hash_token(token: str) -> str:
    """Return what is kept of a token; SHA-256 needs no salt where the token itself is 256 random bits."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def language_of_mails() -> str:
    """Return the language of the page that somebody uses, in which they get mails."""
    return get_language() or settings.LANGUAGE_CODE
