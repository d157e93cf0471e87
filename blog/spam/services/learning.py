"""Learning from what an organization's moderators decide, and taking it back. An organization is given by its number."""

from collections import Counter
from collections.abc import Iterable
from itertools import batched

from django.db import connection, transaction

from blog.spam.models import TEXTS, WordCount
from blog.spam.text import tokens

ROWS_A_STATEMENT = 5_000  # databases bound how many values one statement names


def learn(text: str, *, is_spam: bool, organization: int) -> None:
    """Count the words of a text about which a moderator has decided; in one statement."""
    learn_all([text], is_spam=is_spam, organization=organization)


def unlearn(text: str, *, is_spam: bool, organization: int) -> None:
    """Take back what was learned of a text, for a decision that was undone; in two statements."""
    unlearn_all([text], is_spam=is_spam, organization=organization)


def learn_all(texts: Iterable[str], *, is_spam: bool, organization: int) -> None:
    """Count the words of many texts about which moderators have decided the same; one statement for 5,000 words."""
    _add(_counted(texts), is_spam=is_spam, organization=organization)


@transaction.atomic
def unlearn_all(texts: Iterable[str], *, is_spam: bool, organization: int) -> None:
    """Take back what was learned of many texts; words that nothing is known of any more are forgotten."""
    counted = _counted(texts)
    _add(Counter({token: -count for token, count in counted.items()}), is_spam=is_spam, organization=organization)
    for some in batched(sorted(counted), ROWS_A_STATEMENT, strict=False):
        WordCount.objects.of(organization).tokens(some).filter(spam=0, ham=0).delete()


def _counted(texts: Iterable[str]) -> Counter[str]:
    """Return in how many of the texts each word stands, and how many texts there are."""
    counted = Counter[str]()
    for text in texts:
        counted.update([TEXTS, *tokens(text)])
    return counted


@transaction.atomic
def _add(changes: Counter[str], *, is_spam: bool, organization: int) -> None:
    """Add changes to the counts of an organization's words.

    The database adds, so nothing is lost between those who learn at the same time; all begin with the row of `TEXTS`, so
    they wait for each other there and nowhere else. Django's own way to insert or update replaces values, and cannot add.
    """
    table = connection.ops.quote_name(WordCount._meta.db_table)
    for some in batched(sorted(changes.items()), ROWS_A_STATEMENT, strict=False):
        values = ", ".join(["(%s, %s, %s, %s)"] * len(some))
        statement = (
            f"INSERT INTO {table} (organization_id, token, spam, ham) VALUES {values} "  # noqa: S608  # names of our own
            "ON CONFLICT (organization_id, token) DO UPDATE SET "
            f"spam = {table}.spam + excluded.spam, ham = {table}.ham + excluded.ham"
        )
        rows = [(organization, token, change if is_spam else 0, 0 if is_spam else change) for token, change in some]
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row])
