"""The record of changes, which triggers write: Python never does. And what was found and holds as long as the record says."""

from datetime import datetime
from typing import Any, Self

from django.db import connection, models
from django.db.models.expressions import RawSQL

EVERYTHING = "*"  # the subject of a change after which nothing that was kept is sure
SUBJECT_CHARACTERS = 200


class Change(models.Model):
    """A subject that a transaction has changed, such as `post:5`.

    SQLite writes one transaction at a time: a subject has one row, which gets a new and higher `id` at each change.
    PostgreSQL writes many at once, so numbers say nothing of the order in which they become visible; there a subject has
    a row for each transaction that changed it, under the transaction's number, and a reader asks for those that its last
    snapshot could not see. So no writer ever waits for another one here, nor could two wait for each other.
    """

    subject = models.CharField(max_length=SUBJECT_CHARACTERS)
    transaction_id = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "transaction_id"], name="change_once_a_transaction")]
        indexes = [models.Index(fields=["transaction_id"], name="change_by_transaction")]  # what a reader has not seen

    def __str__(self) -> str:
        return self.subject


class FindingQuerySet(models.QuerySet["Finding"]):
    """What was found."""

    def holding(self, at: datetime) -> Self:
        """Return what still holds at a moment: the record has named neither its subject since, nor everything."""
        subjects = models.Q(subject=models.OuterRef("subject")) | models.Q(subject=EVERYTHING)
        since = Change.objects.filter(subjects, later_than(models.OuterRef("position")))
        rows = self.filter(models.Q(holds_until__isnull=True) | models.Q(holds_until__gt=at), ~models.Exists(since))
        # A database that was copied to another server counts its transactions from another number on.
        return rows.filter(position__lte=RawSQL(STANDS, [])) if connection.vendor == "postgresql" else rows  # noqa: S611  # ours


class Finding(models.Model):
    """Something about a subject that takes long to find. It holds until the record names the subject, or a moment comes.

    `position` is where the record stood before somebody looked. Pages only read findings, and look themselves where none holds.
    """

    subject = models.CharField(max_length=SUBJECT_CHARACTERS, primary_key=True)
    value = models.TextField(blank=True)
    position = models.BigIntegerField()
    holds_until = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject


STANDS = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"  # every transaction below has ended, and can be seen


def position() -> int:
    """Return where the record stands: of whatever cannot be seen yet, it will have rows that are `later_than` this."""
    with connection.cursor() as cursor:
        last = f"COALESCE(MAX(id), 0) FROM {Change._meta.db_table}"
        cursor.execute(f"SELECT {STANDS if connection.vendor == 'postgresql' else last}")
        return int(cursor.fetchone()[0])


def later_than(position: Any) -> models.Q:
    """Return a condition for the rows of the record after a position: all that one cannot see who asked for it, maybe more."""
    return models.Q(transaction_id__gte=position) if connection.vendor == "postgresql" else models.Q(pk__gt=position)
