"""When something in each of the sitemap's files of posts last changed.

Each file is found in a place of its own in an index, and a large site has many. So every hour all are looked at, and what was
found is kept; a page looks at those files again that the record of changes has named since.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, models
from django.db.models.expressions import RawSQL

from blog import prepared
from blog.changes.models import Change, Finding, later_than, position
from blog.posts.changes import FILES
from blog.posts.models import Post
from blog.posts.models.indexes import NUMBER_OF_FILE, NUMBERS_A_FILE
from blog.posts.turning import next_turn

_AFTER_FILES = f"{FILES[:-1]};"  # the first text behind all that begin so
_LAST = f"(SELECT max(id) / {NUMBERS_A_FILE} FROM {Post._meta.db_table})"  # noqa: S608  # names that stand here
_ALL = f"SELECT 0 UNION ALL SELECT number + 1 FROM files WHERE number < {_LAST}"  # noqa: S608  # as above


def files_of_posts(at: datetime) -> str:
    """Return the numbers of the files that hold a public post, and when one of these last changed, in UTC without its zone.

    Each stands in a line, with a space between, so that the lines of a page are made of them by replacing.
    """
    kept = next(iter(prepared.rows(_kept, at=at)), None)
    if kept is None:
        return _written(_look(at))
    changed = [int(subject.removeprefix(FILES)) for subject in prepared.rows(_changed, since=kept.position)]
    return _written(_read(kept.value) | _look(at, changed)) if changed else kept.value


def keep_files(*, at: datetime) -> int:
    """Keep what the files are at a moment, and return how many are not as they were kept before."""
    before = "".join(Finding.objects.filter(subject=FILES).values_list("value", flat=True))
    stands, found = position(), files_of_posts(at)
    kept = {"value": found, "position": stands, "holds_until": next_turn(at)}
    Finding.objects.update_or_create(subject=FILES, defaults=kept)
    return len(set(found.splitlines()) - set(before.splitlines()))


def _kept(*, at: datetime) -> models.QuerySet[Finding]:
    return Finding.objects.holding(at).filter(subject=FILES)


def _changed(*, since: int) -> models.QuerySet[Change, str]:
    named = models.Q(subject__gt=FILES, subject__lt=_AFTER_FILES)
    return Change.objects.filter(named, later_than(since)).order_by().values_list("subject", flat=True)


def _look(at: datetime, files: Collection[int] = ()) -> dict[int, str | None]:
    """Return the moments of some files or, if none is named, of all; None where a file holds nothing."""
    in_file = Post.objects.annotate(file=NUMBER_OF_FILE).filter(file=RawSQL("files.number", []))
    newest = in_file.published(at).order_by("-updated_at", "-pk").values("updated_at")[:1]
    query, values = newest.query.sql_with_params()
    numbers = f"VALUES {', '.join(f'({file - 1})' for file in files)}" if files else _ALL
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE files (number) AS ({numbers}) SELECT number + 1, ({query}) FROM files",  # noqa: S608  # Django's own
            values,
        )
        return {file: moment and str(moment)[: len("2017-08-09 10:00:00")].replace(" ", "T") for file, moment in cursor}


def _written(moments: dict[int, str | None]) -> str:
    return "\n".join(f"{file} {moment}" for file, moment in sorted(moments.items()) if moment is not None)


def _read(text: str) -> dict[int, str | None]:
    pairs = (line.split(" ") for line in text.splitlines())
    return {int(file): moment for file, moment in pairs}
