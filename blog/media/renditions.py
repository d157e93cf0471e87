"""Making the renditions of an image."""

import logging

from django.db import transaction

from blog.imaging.encoding import Format
from blog.media import files
from blog.media.models import Image, Rendition
from blog.media.processing import Picture, renditions_of
from blog.storage.files import read

logger = logging.getLogger(__name__)


def make(image_id: int) -> bool:
    """Make the renditions of an image's file and return whether pages can show them from now on.

    They cannot when the image is gone, or has another file meanwhile: that one has a task of its own.
    """
    image = Image.objects.filter(pk=image_id).first()
    content = None if image is None else read(files.path_of_image(image))
    if image is None or content is None:
        logger.warning("media.no_file image=%s", image_id)
        return False
    picture = Picture(content, Format(image.file_format), image.width, image.height)
    rows = []
    for made in renditions_of(picture):
        files.store(files.path_of_image(image, (made.width, made.file_format)), made.content)
        rows.append(
            Rendition(
                image=image,
                width=made.width,
                height=made.height,
                file_format=made.file_format.value,
                byte_size=len(made.content),
            )
        )
    return _announce(image, rows)


@transaction.atomic
def _announce(image: Image, rows: list[Rendition]) -> bool:
    """Let pages know of the renditions, if the image still has the file that they were made of."""
    current = Image.objects.select_for_update().filter(pk=image.pk, content_hash=image.content_hash).first()
    if current is None:
        folder = files.folder_of(image)
        logger.info("media.replaced_meanwhile image=%s folder=%s", image.pk, folder)
        return False
    current.renditions.all().delete()
    Rendition.objects.bulk_create(rows)
    current.widths = sorted({row.width for row in rows})
    current.save(update_fields=["widths"])
    return True
