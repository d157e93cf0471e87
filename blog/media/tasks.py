"""What is done with images in the background."""

import logging
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from blog.media import renditions, uses
from blog.storage.errors import StorageAwayError

logger = logging.getLogger(__name__)

AFTER_PEOPLE = -10  # somebody waits for a mail with a link; pages show the image itself meanwhile
AGAIN_AFTER = timedelta(minutes=5)


@task(priority=AFTER_PEOPLE)
def make_renditions(image_id: int) -> None:
    """Make the renditions of an image and render the posts that show it anew. Done again, this changes nothing.

    While files cannot be reached, it is put off.
    """
    try:
        is_made = renditions.make(image_id)
    except StorageAwayError as error:
        logger.warning("media.renditions_put_off image=%s reason=%s", image_id, error.reason)
        make_renditions.using(run_after=timezone.now() + AGAIN_AFTER).enqueue(image_id)
        return
    if is_made:
        uses.render(image_id)


@task(priority=AFTER_PEOPLE)
def render_uses(image_id: int) -> None:
    """Render the posts that show an image anew. Done again, this changes nothing."""
    uses.render(image_id)
