"""The outbox: mails that wait, what became of them, and the pace at which they go."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.mailing.messages import Message

KEY_CHARACTERS = 200
MINUTE = timedelta(minutes=1)
FIRST_HOLD, LONGEST_HOLD = timedelta(minutes=1), timedelta(hours=1)


class Stage(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", _("Waiting")
    PUT_OFF = "put_off", _("Put off")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Given up")


class MailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mails, by what became of them."""

    def waiting(self) -> Self:
        """Return what is neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self, at: datetime) -> Self:
        """Return what waits and may be sent at a moment; what somebody is sending is not due until the claim has run out."""
        return self.waiting().filter(not_before__lte=at)

    def given_up(self) -> Self:
        """Return what will not be tried again."""
        return self.filter(given_up_at__isnull=False)

    def at_stage(self, stage: Stage) -> Self:
        """Return the mails of which this became."""
        match stage:
            case Stage.WAITING:
                return self.waiting().filter(error="")
            case Stage.PUT_OFF:
                return self.waiting().exclude(error="")
            case Stage.SENT:
                return self.filter(sent_at__isnull=False)
        return self.given_up()

    def numbered(self, numbers: Collection[int]) -> Self:
        """Return the mails with these numbers."""
        return self.filter(pk__in=numbers)

    def from_origins(self, origins: Collection[str]) -> Self:
        """Return what was put for one of these reasons."""
        return self.filter(origin__in=origins)

    def keyed(self, beginning: str) -> Self:
        """Return the mails whose keys begin so."""
        return self.filter(key__startswith=beginning)

    def claimed_after(self, moment: datetime) -> Self:
        """Return what some worker took to send after a moment, the latest first."""
        return self.filter(claimed_at__gt=moment).order_by("-claimed_at")

    def finished_and_older_than(self, moment: datetime) -> Self:
        """Return what was put before a moment and waits no more."""
        finished = models.Q(sent_at__isnull=False) | models.Q(given_up_at__isnull=False)
        return self.filter(finished, created_at__lt=moment)

    def first_due_first(self) -> Self:
        """Return the mails in the order in which they are sent."""
        return self.order_by("not_before", "pk")

    def next_due_at(self) -> datetime | None:
        """Return when the first of those that wait may be sent; None when none waits."""
        moment: datetime | None = self.waiting().aggregate(first=models.Min("not_before"))["first"]
        return moment


class OutgoingMail(models.Model):
    """A mail to one recipient. `key` says what it is: two with the same key are one mail, and it is sent once.

    Whoever sends it moves `not_before` to the end of the claim, so a mail whose sender died is due again by itself.
    Once sent, the words are deleted; the key stays for some weeks, so that the same mail is not put again.
    """

    key = models.CharField(_("key"), max_length=KEY_CHARACTERS, unique=True)
    origin = models.CharField(_("origin"), max_length=100, blank=True)  # what it is sent for; a reason can be withdrawn
    recipient = models.EmailField(_("recipient"))
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("put at"))
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("last attempt at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(  # what a worker takes next
                fields=["not_before", "id"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_waiting",
            ),
            models.Index(fields=["-claimed_at"], name="mail_by_claim"),  # how many went in the last minute
            models.Index(fields=["created_at"], name="mail_by_age"),  # the clean-up
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(body="", html="", given_up_at__isnull=True),
                name="mail_sent_has_no_words",
                violation_error_message=_("The words of a mail that was sent are not kept."),
            ),
            models.CheckConstraint(
                condition=~models.Q(key="") & ~models.Q(recipient=""),
                name="mail_has_key_and_recipient",
                violation_error_message=_("A mail needs a key and a recipient."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def stage(self) -> Stage:
        """What became of it."""
        if self.given_up_at is not None:
            return Stage.GIVEN_UP
        if self.sent_at is not None:
            return Stage.SENT
        return Stage.PUT_OFF if self.error else Stage.WAITING

    @property
    def message_id(self) -> str:
        """The Message-ID (RFC 5322, 3.6.4): it follows from the key, so a mail that is sent twice can be told by it."""
        digest = hashlib.sha256(self.key.encode()).hexdigest()[:40]
        return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"

    def message(self) -> Message:
        """Return the mail as it is handed to a server."""
        headers = self.headers | {"Message-ID": self.message_id}
        message = Message(" ".join(self.subject.split()), self.body, to=[self.recipient], headers=headers)
        if self.html:
            message.attach_alternative(self.html, "text/html")
        return message

    def mark_sent(self, *, at: datetime) -> None:
        """Store that a server has taken the mail, and forget its words."""
        self._store(sent_at=at, body="", html="", headers={}, error="")

    def retry(self, *, after: datetime, error: str) -> None:
        """Store why it could not be sent, and when it is tried again."""
        self._store(not_before=after, error=error)

    def give_up(self, *, at: datetime, error: str) -> None:
        """Store why it will not be sent."""
        self._store(given_up_at=at, error=error)

    def _store(self, **values: Any) -> None:
        """Store what became of the mail, unless it was withdrawn meanwhile."""
        for name, value in values.items():
            setattr(self, name, value)
        type(self).objects.filter(pk=self.pk).update(**values)


class Pace(models.Model):
    """One row for the whole site, which is locked by whoever takes mails to send.

    It says until when nothing goes because the mail server cannot be reached, and for when the next run is planned.
    """

    held_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row, of the server
    planned_at = models.DateTimeField(null=True)

    objects = models.Manager["Pace"]()

    class Meta:
        verbose_name = _("pace of outgoing mail")
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.held_until or "")

    @classmethod
    def lock(cls) -> "Pace":
        """Return the row, locked until the transaction ends."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]

    def free_at(self, *, at: datetime) -> datetime:
        """Return when the next mail may go, as far as the server and the bound of `MAILS_A_MINUTE` are concerned."""
        if self.held_until is not None and self.held_until > at:
            return self.held_until
        if not settings.MAILS_A_MINUTE:
            return at
        oldest = OutgoingMail.objects.claimed_after(at - MINUTE)[settings.MAILS_A_MINUTE - 1 : settings.MAILS_A_MINUTE]
        return max((mail.claimed_at + MINUTE for mail in oldest if mail.claimed_at), default=at)

    def room(self, most: int, *, at: datetime) -> int:
        """Return how many mails may go at a moment, and not more than `most`."""
        if self.held_until is not None and self.held_until > at:
            return 0
        if not settings.MAILS_A_MINUTE:
            return most
        return min(most, max(0, settings.MAILS_A_MINUTE - OutgoingMail.objects.claimed_after(at - MINUTE).count()))

    def hold(self, *, at: datetime) -> None:
        """Let nothing go for a while, longer each time in a row, because the server does not take any mail."""
        self.held_until = at + min(FIRST_HOLD * 2**self.failures, LONGEST_HOLD)
        self.failures = min(self.failures + 1, 10)
        self.save(update_fields=["held_until", "failures"])

    def plan(self, moment: datetime) -> bool:
        """Store that a run is planned for a moment; return False, and change nothing, when one comes as early."""
        if self.planned_at is not None and self.planned_at <= moment:
            return False
        self.planned_at = moment
        self.save(update_fields=["planned_at"])
        return True

    def begin(self, *, at: datetime) -> None:
        """Take note that the run which was planned has come."""
        if self.planned_at is not None and self.planned_at <= at:
            self.planned_at = None
            self.save(update_fields=["planned_at"])
