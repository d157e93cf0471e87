"""What the database itself refuses of images, folders, documents and uses; each tried around Python."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from blog.media import services
from blog.media.models import Document, Folder, Image, Rendition, Usage
from blog.organizations.models import Organization
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import pdf
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "columns",
    [{"focal_x": 101}, {"focal_y": 101}, {"width": 0}, {"height": 0}, {"file_format": "gif"}, {"licence": "none"}],
    ids=str,
)
def test_an_image_that_makes_no_sense_is_refused(image: Image, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Image.objects.filter(pk=image.pk).update(**columns)


@pytest.mark.parametrize("is_shared", [False, True])
def test_an_owner_has_a_file_once(shelve: Shelve, organization: Organization, is_shared: bool) -> None:  # noqa: FBT001
    one, other = (shelve(on=None if is_shared else organization) for _number in range(2))
    with pytest.raises(IntegrityError):
        Image.objects.filter(pk=one.pk).update(content_hash=other.content_hash)


def test_no_two_images_share_a_key(shelve: Shelve) -> None:
    one, other = shelve(), shelve()
    with pytest.raises(IntegrityError):
        Image.objects.filter(pk=one.pk).update(key=other.key)


def test_a_rendition_is_there_once(image: Image) -> None:
    rows = [Rendition(image=image, width=320, height=240, file_format="avif", byte_size=1) for _number in range(2)]
    with pytest.raises(IntegrityError):
        Rendition.objects.bulk_create(rows)


def test_a_rendition_has_a_known_format(image: Image) -> None:
    with pytest.raises(IntegrityError):
        Rendition.objects.bulk_create([Rendition(image=image, width=1, height=1, file_format="gif", byte_size=1)])


@pytest.mark.parametrize("is_shared", [False, True])
def test_an_owner_has_a_folder_of_a_name_once(organization: Organization, is_shared: bool) -> None:  # noqa: FBT001
    owner = None if is_shared else organization
    with pytest.raises(IntegrityError):
        Folder.objects.bulk_create([Folder(organization=owner, name="Fairs"), Folder(organization=owner, name="Fairs")])


def test_a_folder_has_a_name(organization: Organization) -> None:
    with pytest.raises(IntegrityError):
        Folder.objects.bulk_create([Folder(organization=organization, name="")])


@pytest.mark.parametrize("is_shared", [False, True])
def test_an_owner_has_a_document_once(organization: Organization, is_shared: bool) -> None:  # noqa: FBT001
    owner = None if is_shared else organization
    one, other = (services.add_document(pdf(text), organization=owner) for text in ("one", "other"))
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=one.pk).update(content_hash=other.content_hash)


def test_a_use_is_noted_once_and_of_one_thing(image: Image, organization: Organization) -> None:
    post, document = PostFactory.create(), services.add_document(pdf(), organization=organization)
    for rows in (
        [Usage(post=post)],
        [Usage(post=post, image=image, document=document)],
        [Usage(post=post, image=image), Usage(post=post, image=image)],
        [Usage(post=post, document=document), Usage(post=post, document=document)],
        [Usage(post=post, image=image, place="margin")],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Usage.objects.bulk_create(rows)


def test_what_is_used_is_not_deleted_around_the_services(image: Image) -> None:
    Usage.objects.create(post=PostFactory.create(), image=image)
    with pytest.raises(models.ProtectedError):
        Image.objects.all().delete()


def test_a_post_takes_its_uses_with_it(image: Image) -> None:
    post = PostFactory.create()
    Usage.objects.create(post=post, image=image)
    post.delete()
    assert not Usage.objects.exists()
    assert Image.objects.unused().get() == image


def test_a_folder_that_goes_leaves_its_images(image: Image, organization: Organization) -> None:
    folder = Folder.objects.create(organization=organization, name="Fairs")
    Image.objects.filter(pk=image.pk).update(folder=folder)
    folder.delete()
    assert Image.objects.get().folder is None
