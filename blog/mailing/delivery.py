"""Sending the outbox, a batch at a time.

What is promised: each mail goes out once, also when a process is killed anywhere and when several run. A batch is
claimed in a short transaction, in which the next run is planned as well; each mail is marked as soon as the server has
taken it. A mail whose claim has run out is taken again, under the same Message-ID. So one window is left, between the
server's "250" and our commit: who is killed in it sends the mail again, and a mailbox that knows the Message-ID drops
the second. No two machines can close that window (RFC 5321, 6.1).
"""

import logging
import smtplib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum, auto

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.utils import timezone

from blog.mailing.models import OutgoingMail, Pace

logger = logging.getLogger(__name__)

MAILS_A_BATCH = 20  # other tasks wait while they are sent
CLAIM_LIFE = timedelta(minutes=15)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60))
MOST_ATTEMPTS = len(PAUSES) + 1
CUT_OFF = "Each attempt to send it was cut off."
CLOSING, TOO_LARGE, FIRST_PERMANENT = 421, 552, 500  # reply codes of RFC 5321, 4.2.3

type Plan = Callable[[datetime], object]


class Fault(Enum):
    """Whose fault it is that a mail was not taken."""

    MAIL = auto()  # it will never be taken
    MOMENT = auto()  # it may be taken later
    SERVER = auto()  # no mail would be


@transaction.atomic
def claim(*, at: datetime, plan: Plan | None) -> list[int]:
    """Take the mails that may be sent now, and return their numbers; what is left is planned for, in the same transaction.

    The lock on the pace makes workers claim one after the other, on every database; so the bound holds for all together.
    """
    pace = Pace.lock()
    pace.begin(at=at)
    due = OutgoingMail.objects.due(at)
    due.filter(attempts__gte=MOST_ATTEMPTS).update(given_up_at=at, error=CUT_OFF)
    room = pace.room(MAILS_A_BATCH, at=at)
    numbers = list(due.first_due_first().values_list("pk", flat=True)[:room])
    OutgoingMail.objects.numbered(numbers).update(claimed_at=at, not_before=at + CLAIM_LIFE, attempts=models.F("attempts") + 1)
    _plan_next(pace, plan, at=at)
    return numbers


@transaction.atomic
def plan_next(*, at: datetime, plan: Plan | None) -> None:
    """See that a run is planned for when the next mail may go."""
    _plan_next(Pace.lock(), plan, at=at)


def _plan_next(pace: Pace, plan: Plan | None, *, at: datetime) -> None:
    due_at = OutgoingMail.objects.next_due_at()
    if plan is None or due_at is None:
        return
    moment = max(due_at, pace.free_at(at=at))
    if pace.plan(moment):
        plan(moment)


def send(numbers: Sequence[int], *, claimed_at: datetime) -> None:
    """Send the claimed mails over one connection, each marked right after it was taken.

    Each is read just before: what was withdrawn meanwhile is not sent. What cannot be finished while the claim holds
    is left to whoever takes it next.
    """
    mailer = mailers.default
    try:
        for index, number in enumerate(numbers):
            if timezone.now() - claimed_at > CLAIM_LIFE / 2:
                return
            mail = OutgoingMail.objects.waiting().filter(pk=number).first()
            if mail is not None and not _send_one(mailer, mail):
                _give_back(numbers[index + 1 :])
                return
        Pace.objects.filter(failures__gt=0).update(failures=0)
    finally:
        with suppress(OSError):
            mailer.close()


def _send_one(mailer: BaseEmailBackend, mail: OutgoingMail) -> bool:
    """Send a mail, or store why it did not go; return False when the server takes none at all."""
    try:
        mailer.open()  # does nothing while the connection stands
    except OSError as error:
        logger.warning("mail.server_unreachable error=%r", error)
        _give_back([mail.pk])
        _hold()
        return False
    try:
        mailer.send_messages([mail.message()])
    except (OSError, ValueError, TypeError, LookupError) as error:  # the latter three: no message can be made of it
        fault = fault_of(error)
        logger.warning("mail.not_sent mail=%s fault=%s", mail.pk, fault.name)
        _put_off(mail, repr(error), fault)
        if fault == Fault.SERVER:
            _hold()
        return fault != Fault.SERVER
    mail.mark_sent(at=timezone.now())
    return True


def fault_of(error: Exception) -> Fault:
    """Return whose fault it is, from what the server answered (RFC 5321, 4.2.1) or what broke."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = max((code for code, _text in error.recipients.values()), default=FIRST_PERMANENT)
            return _fault_of_code(code)
        case smtplib.SMTPSenderRefused(smtp_code=code) if code != TOO_LARGE:
            return Fault.SERVER
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _fault_of_code(error.smtp_code)
        case smtplib.SMTPNotSupportedError() | ValueError() | TypeError() | LookupError():
            return Fault.MAIL
    return Fault.SERVER


def _fault_of_code(code: int) -> Fault:
    if code == CLOSING:
        return Fault.SERVER
    return Fault.MAIL if code >= FIRST_PERMANENT else Fault.MOMENT


def _put_off(mail: OutgoingMail, error: str, fault: Fault) -> None:
    """Try the mail again later, ever more slowly; give it up when it is no use."""
    at = timezone.now()
    if fault == Fault.MAIL or mail.attempts >= MOST_ATTEMPTS:
        mail.give_up(at=at, error=error)
    else:
        mail.retry(after=at + PAUSES[mail.attempts - 1], error=error)


def _give_back(numbers: Sequence[int]) -> None:
    """Undo the claim of mails that nobody tried to send."""
    OutgoingMail.objects.waiting().numbered(numbers).update(
        claimed_at=None, not_before=timezone.now(), attempts=models.F("attempts") - 1
    )


@transaction.atomic
def _hold() -> None:
    Pace.lock().hold(at=timezone.now())
