"""What the spam filter learns from moderators."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.tasks import task

from blog.comments.models import DecidedComment, Lesson
from blog.spam.services import learn_all, unlearn_all

type Texts = Mapping[tuple[int, bool], list[str]]


@task
@transaction.atomic
def teach(decision_id: int) -> None:
    """Bring what the spam filter knows of a decision's comments in line with the log.

    Of each comment it holds one lesson at most: that of the last decision which stands and teaches something. Done
    again, this changes nothing.
    """
    rows = DecidedComment.objects.filter(comment__decided__decision=decision_id)
    rows = rows.select_related("decision", "comment").order_by("comment_id", "-pk")
    histories = [list(group) for _pk, group in groupby(rows.select_for_update(of=("self",)), key=attrgetter("comment_id"))]
    wanted = {row for history in histories for row in _lessons(history)}
    known = {row for history in histories for row in history if row.is_taught}
    forgotten, learned = known - wanted, wanted - known
    for (organization, is_spam), texts in _texts(forgotten).items():
        unlearn_all(texts, is_spam=is_spam, organization=organization)
    for (organization, is_spam), texts in _texts(learned).items():
        learn_all(texts, is_spam=is_spam, organization=organization)
    _mark(forgotten, is_taught=False)
    _mark(learned, is_taught=True)


def _lessons(history: Collection[DecidedComment]) -> Iterator[DecidedComment]:
    """Yield the decision of which the filter learns, if there is one; the latest stands first."""
    teaching = (row for row in history if row.decision.undone_at is None and row.lesson)
    yield from list(teaching)[:1]


def _texts(rows: Collection[DecidedComment]) -> Texts:
    texts: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for row in rows:
        texts[row.decision.organization_id, row.lesson == Lesson.SPAM].append(row.comment.comment)
    return texts


def _mark(rows: Collection[DecidedComment], *, is_taught: bool) -> None:
    DecidedComment.objects.filter(pk__in=[row.pk for row in rows]).update(is_taught=is_taught)
