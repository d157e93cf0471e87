"""Putting images on the shelf, changing, replacing and taking them away."""

from functools import partial

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.audit.verbs import Verb
from blog.media import files, tasks
from blog.media.errors import AlreadyThereError, InUseError
from blog.media.models import Folder, Image
from blog.media.names import plain_name, title_from
from blog.media.processing import Picture, picture_of
from blog.media.services import auditing
from blog.organizations.models import Organization

SHOWN = ("credit", "licence", "focal_x", "focal_y")  # what readers see of an image besides its pixels


def add_image(
    content: bytes,
    *,
    organization: Organization | None,
    name: str = "",
    folder: Folder | None = None,
    alt: str = "",
    credit: str = "",
    by: User | None = None,
) -> Image:
    """Put the picture that a file holds on an organization's shelf (None: on that of all) and return it.

    The title comes from the name of the file. Renditions are made in a task; until then pages show the image itself.

    Raises:
        PictureError: when the file is no picture, a damaged one, or larger than what is read.
        AlreadyThereError: when the organization has it already; the error carries it.
    """
    picture, owner = picture_of(content), None if organization is None else organization.pk
    content_hash = files.hash_of(picture.content)
    _refuse_twice(content_hash, owner)
    image = Image(
        organization=organization,
        folder=folder,
        original_name=plain_name(name),
        title=title_from(name) or _("Image"),
        alt=alt,
        credit=credit,
    )
    _take(image, picture, content_hash)
    _store_file_and_row(image, picture, Verb.MEDIA_ADD, by=by)
    return image


def replace_image(image: Image, content: bytes, *, name: str = "", by: User | None = None) -> None:
    """Put another file in the place of an image's own. Its address stays; posts that show it are rendered anew.

    The focal point returns to the middle: it was of another picture.

    Raises:
        PictureError: as with `add_image`.
        AlreadyThereError: when another image, or this one, has the file already.
    """
    picture = picture_of(content)
    content_hash = files.hash_of(picture.content)
    _refuse_twice(content_hash, image.organization_id)
    with transaction.atomic():
        before = Image.objects.select_for_update().get(pk=image.pk)
        old_files = files.paths_of_image(before)
        _take(image, picture, content_hash)
        image.original_name = plain_name(name) or image.original_name
        image.focal_x = image.focal_y = Image._meta.get_field("focal_x").default
        image.renditions.all().delete()
        _store_file_and_row(image, picture, Verb.MEDIA_REPLACE, by=by)
        files.remove_on_commit(old_files)


def change_image(image: Image, *, by: User | None = None) -> None:
    """Store what somebody wrote about an image; when readers see a difference, posts that show it are rendered anew."""
    with transaction.atomic():
        before = Image.objects.filter(pk=image.pk).values(*SHOWN).first() or {}
        recorded = auditing.stored_values(image)
        image.save()
        auditing.record(Verb.MEDIA_CHANGE, image, by=by, before=recorded)
        if any(before.get(name) != getattr(image, name) for name in SHOWN):
            transaction.on_commit(partial(tasks.render_uses.enqueue, image.pk))


def delete_image(image: Image, *, by: User | None = None) -> None:
    """Take an image and its files off the shelf.

    Raises:
        InUseError: when a post uses it, or an organization as its logo or cover.
    """
    paths = files.paths_of_image(image)
    try:
        with transaction.atomic():
            auditing.record(Verb.MEDIA_DELETE, image, by=by)
            image.delete()
            files.remove_on_commit(paths)
    except (models.ProtectedError, models.RestrictedError) as error:
        raise InUseError(image) from error


def _take(image: Image, picture: Picture, content_hash: str) -> None:
    image.content_hash, image.byte_size = content_hash, len(picture.content)
    image.file_format = picture.file_format.value
    image.width, image.height, image.widths = picture.width, picture.height, []


def _store_file_and_row(image: Image, picture: Picture, verb: Verb, *, by: User | None) -> None:
    """Store the file, then the row that names it, with a line of the audit log, and plan the renditions.

    Raises:
        AlreadyThereError: when somebody has put the same file there in this moment.
    """
    with files.stored(files.path_of_image(image), picture.content):
        try:
            with transaction.atomic():
                before = auditing.stored_values(image) if image.pk else None
                image.save()
                auditing.record(verb, image, by=by, before=before)
                transaction.on_commit(partial(tasks.make_renditions.enqueue, image.pk))
        except IntegrityError:
            _refuse_twice(image.content_hash, image.organization_id)
            raise


def _refuse_twice(content_hash: str, owner: int | None) -> None:
    if found := Image.objects.owned_by(owner).with_content(content_hash).first():
        raise AlreadyThereError(found)
