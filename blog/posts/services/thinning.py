"""Old versions: which of them stay. The one place of the rule.

Of what is younger than `EACH_KEPT`, 30 days, each version stays; up to a year, the last of each day; of what is older, the last
of each month. Days and months are those of UTC. For good stay the first version, the one that is the newest when it is looked
at, what somebody gave a note, published, corrected, archived or imported, what was gone back to, what a review was about, and
what a translation was last held to.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.db import transaction

from blog.posts.models import Post, Review, Revision, RevisionKind
from blog.posts.services.recording import difference

DAILY_KEPT = timedelta(days=365)
VERSIONS_A_RUN = 1_000  # the rest is looked at an hour later
BY_DAY, BY_MONTH = "%Y-%m-%d", "%Y-%m"


def thin_revisions(*, at: datetime) -> int:
    """Delete the versions that do not stay, each post in a transaction of its own; return how many there were."""
    due = Revision.objects.filter(thin_at__lte=at).order_by("thin_at", "pk").values_list("post", flat=True)
    return sum(_thin(post, at) for post in dict.fromkeys(due[:VERSIONS_A_RUN]))


@transaction.atomic
def _thin(post_id: int, at: datetime) -> int:
    post = Post.objects.select_for_update(no_key=True).only("revision_number").filter(pk=post_id).first()
    if post is None:
        return 0  # somebody has deleted it meanwhile
    rows = list(Revision.objects.filter(post=post).order_by("number").defer("content"))
    staying = _numbers_that_stay(post, rows)
    by_day, by_month = _last_of_each(rows, BY_DAY), _last_of_each(rows, BY_MONTH)
    gone = set[int]()
    for row in rows:
        if row.thin_at is None or row.thin_at > at:
            continue
        is_old = row.created_at <= at - DAILY_KEPT
        if row.number in staying or (is_old and row.number in by_month):
            row.thin_at = None
        elif not is_old and row.number in by_day:
            row.thin_at = row.created_at + DAILY_KEPT
        else:
            gone.add(row.number)
            continue
        row.save(update_fields=["thin_at"])
    Revision.objects.filter(post=post, number__in=gone).delete()
    _describe_anew(post, [row.number for row in rows], gone)
    return len(gone)


def _numbers_that_stay(post: Post, rows: Iterable[Revision]) -> set[int]:
    staying = {1, post.revision_number, *Review.objects.filter(post=post).values_list("revision_number", flat=True)}
    staying |= {row.restored_number for row in rows if row.restored_number is not None}
    translated = Post.objects.filter(original=post).values_list("translated_number", flat=True)
    staying |= {number for number in translated if number is not None}
    return staying | {row.number for row in rows if row.kind != RevisionKind.SAVED or row.note}


def _last_of_each(rows: Iterable[Revision], span: str) -> set[int]:
    """Return the numbers of those that are the last of a day or a month; the rows come in the order of their numbers."""
    return set({f"{row.created_at.astimezone(UTC):{span}}": row.number for row in rows}.values())


def _describe_anew(post: Post, numbers: list[int], gone: set[int]) -> None:
    """Let what stands after a version that is gone say how it differs from the one that stands before it now."""
    for before, number in pairwise(number for number in numbers if number not in gone):
        if any(before < each < number for each in gone):
            earlier, later = (Revision.objects.get(post=post, number=each) for each in (before, number))
            Revision.objects.filter(pk=later.pk).update(**difference(later.content, earlier.content))
