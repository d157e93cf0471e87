"""What the site has done outside a request."""

import logging
from datetime import timedelta

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from cms.shared_caches import PurgeError

logger = logging.getLogger(__name__)

BEFORE_ALL_OTHERS = 50  # until then, a cache outside shows what was
MOST_ATTEMPTS, LONGEST_PAUSE_SECONDS = 20, 300


@task(priority=BEFORE_ALL_OTHERS)
def purge(tags: list[str], attempt: int = 1) -> None:
    """Let the cache outside forget pages; where that fails, try again ever more slowly."""
    if settings.SHARED_CACHE is None:
        return
    try:
        settings.SHARED_CACHE.purge(tags)
    except PurgeError as error:
        logger.error("purge.failed attempt=%s error=%s", attempt, error)  # noqa: TRY400  # where it happened says nothing
        if attempt >= MOST_ATTEMPTS:
            raise
        pause = timedelta(seconds=min(2**attempt, LONGEST_PAUSE_SECONDS))
        purge.using(run_after=timezone.now() + pause).enqueue(tags, attempt + 1)
