"""What is tidied up every hour. Each job may be cut off anywhere, and done again."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from blog.accounts.services import remove_stray_pictures
from blog.changes.installation import shorten
from blog.comments.services import delete_expired_pending
from blog.comments.services.following import delete_expired_follows
from blog.desk.services.autosaving import delete_old_autosaves
from blog.desk.services.bulk import delete_old_batches
from blog.desk.services.presence import delete_old_presences
from blog.likes.services import forget_networks
from blog.mailing import services as outbox
from blog.media.services import remove_stray_files
from blog.organizations.services import delete_old_invitations
from blog.posts.archive import keep_counts
from blog.posts.files import keep_files
from blog.posts.relating import relate_waiting
from blog.posts.services import empty_trash, thin_revisions
from blog.posts.services.upkeep import remind
from blog.search.index import get_index
from blog.storage.errors import StorageAwayError
from blog.subscriptions.services.subscribing import delete_expired_subscriptions

logger = logging.getLogger(__name__)

FINISHED_TASKS_KEPT = timedelta(days=14)
LONGEST_TASK = timedelta(minutes=30)
MOST_STARTS = 3


def run(*, at: datetime) -> Iterator[tuple[str, int]]:
    """Do each job, and yield what it did and to how many rows."""
    for deed, job in JOBS:
        yield deed, job(at)


def _start_interrupted_tasks_again(at: datetime) -> int:
    """Put the tasks back into the queue whose worker must have died, and give up those that took several with them."""
    interrupted = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST_TASK)
    starts = {task.pk: len(task.worker_ids) for task in interrupted}
    hopeless = interrupted.filter(pk__in=[pk for pk, count in starts.items() if count >= MOST_STARTS])
    hopeless.update(status=TaskResultStatus.FAILED, finished_at=at)
    return interrupted.filter(pk__in=starts).update(status=TaskResultStatus.READY)


def _delete_finished_tasks(at: datetime) -> int:
    return DBTaskResult.objects.finished().filter(finished_at__lt=at - FINISHED_TASKS_KEPT).delete()[0]


def _remove_stray_files(at: datetime) -> int:
    try:
        return remove_stray_files(at=at) + remove_stray_pictures(at=at)
    except StorageAwayError as error:  # the other jobs do not need files, and this one is done again in an hour
        logger.error("housekeeping.storage_away reason=%s", error.reason)  # noqa: TRY400  # the reason says all
        return 0


def _delete_expired_sessions(at: datetime) -> int:
    return Session.objects.filter(expire_date__lt=at).delete()[0]


JOBS: Sequence[tuple[str, Callable[[datetime], int]]] = (
    ("interrupted tasks started again", _start_interrupted_tasks_again),
    ("mails due: sending begun again", lambda at: outbox.wake(at=at)),
    ("unconfirmed replies deleted", lambda at: delete_expired_pending(at=at)),
    ("unconfirmed followers deleted", lambda at: delete_expired_follows(at=at)),
    ("unconfirmed subscriptions deleted", lambda at: delete_expired_subscriptions(at=at)),
    ("posts compared with others", lambda at: relate_waiting(at=at)),
    ("networks of likes forgotten", lambda at: forget_networks(at=at)),
    ("old mails deleted from the outbox", lambda at: outbox.delete_old(at=at)),
    ("files removed that nothing names", _remove_stray_files),
    ("old autosaves deleted", lambda at: delete_old_autosaves(at=at)),
    ("notes of who has a post open deleted", lambda at: delete_old_presences(at=at)),
    ("records deleted of what was done with several posts", lambda at: delete_old_batches(at=at)),
    ("posts reminded of, that are due for review", lambda at: remind(at=at)),
    ("old invitations deleted", lambda at: delete_old_invitations(at=at)),
    ("posts deleted that were long in the trash", lambda at: empty_trash(at=at)),
    ("old versions deleted", lambda at: thin_revisions(at=at)),
    ("parts of the search index merged", lambda _at: get_index().tidy()),
    ("rows of the record of changes deleted", lambda _at: shorten(connection)),
    ("files of the sitemap that have changed", lambda at: keep_files(at=at)),
    ("categories and tags found to have many posts", lambda at: keep_counts(at=at)),
    ("expired sessions deleted", _delete_expired_sessions),
    ("results of old tasks deleted", _delete_finished_tasks),
)
