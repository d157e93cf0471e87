"""Putting mails into the outbox, and taking them out again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from blog.mailing.models import MailQuerySet, OutgoingMail
from blog.mailing.tasks import send_outgoing

KEPT = timedelta(days=31)  # for so long the same mail is not put again
ROWS_A_STATEMENT = 500


@transaction.atomic
def put(mails: Iterable[OutgoingMail], *, at: datetime, not_before: datetime | None = None) -> None:
    """Store mails, made of key, recipient, subject, body and what else they need; once committed, sending begins.

    A mail whose key is known, whether it waits or was sent, changes nothing. With `not_before` they wait until then.
    """
    rows = list(mails)
    for row in rows:
        row.created_at, row.not_before = at, not_before or at
    if rows:
        OutgoingMail.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT, ignore_conflicts=True)
        transaction.on_commit(send_outgoing.enqueue)


def withdraw(mails: MailQuerySet) -> int:
    """Delete those of the mails that wait, and return how many; one that is being sent in this moment still goes."""
    return mails.waiting().delete()[0]


@transaction.atomic
def retry(mails: MailQuerySet, *, at: datetime) -> int:
    """Try mails again that were given up, and return how many."""
    count = mails.given_up().update(given_up_at=None, not_before=at, attempts=0)
    if count:
        transaction.on_commit(send_outgoing.enqueue)
    return count


def wake(*, at: datetime) -> int:
    """Begin sending again, should no run be planned any more, and return how many mails are due."""
    count = OutgoingMail.objects.due(at).count()
    if count:
        send_outgoing.enqueue()
    return count


def delete_old(*, at: datetime) -> int:
    """Delete the mails that were sent or given up and are some weeks old, and return how many."""
    return OutgoingMail.objects.finished_and_older_than(at - KEPT).delete()[0]
