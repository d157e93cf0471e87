"""The record of changes, which triggers write: Python never does."""

from django.db import models

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
