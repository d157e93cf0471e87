"""Putting images on the shelf, changing, replacing and taking them away: rows and files go together."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase

from blog.imaging.errors import PictureError
from blog.media import files, processing, renditions, services
from blog.media.errors import AlreadyThereError, InUseError
from blog.media.models import Image, Place, Rendition, Usage
from blog.organizations.models import Organization
from blog.storage.files import read
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import drawing, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def stored_files() -> set[str]:
    """Return every file that lies in the storage for images."""
    if not default_storage.exists("images"):
        return set()
    return {f"images/{key}/{name}" for key in default_storage.listdir("images")[0] for name in _names(key)}


def _names(key: str) -> list[str]:
    names: list[str] = default_storage.listdir(f"images/{key}")[1]
    return names


def test_a_file_becomes_an_image_with_a_title_from_its_name(shelve: Shelve, organization: Organization) -> None:
    image = shelve(photo(640, 480), name="C:\\pictures\\harbour_of-Baku.JPG")
    assert (image.organization, image.title, image.original_name) == (organization, "Harbour of Baku", "harbour_of-Baku.JPG")
    assert (image.width, image.height, image.file_format, image.widths) == (640, 480, "jpg", [])
    assert (image.focal_x, image.focal_y, image.alt) == (50, 50, "")
    assert read(files.path_of_image(image)) is not None


def test_a_nameless_file_becomes_an_image_too(shelve: Shelve) -> None:
    assert shelve(name="").title == "Image"


def test_the_same_picture_is_recognized_by_its_content(shelve: Shelve) -> None:
    image = shelve(photo(seed=3))
    before = stored_files()
    with pytest.raises(AlreadyThereError) as refused:
        shelve(photo(seed=3), name="another_name.jpg")
    assert refused.value.found == image
    assert "already, as “A photo”" in str(refused.value)
    assert stored_files() == before


def test_a_picture_is_recognized_when_somebody_puts_it_there_in_the_same_moment(
    shelve: Shelve, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = shelve(photo(seed=3))
    looked = iter([None])
    real = services.images._refuse_twice
    monkeypatch.setattr(services.images, "_refuse_twice", lambda *given: next(looked, real) and real(*given))
    before = stored_files()
    with pytest.raises(AlreadyThereError) as refused:
        shelve(photo(seed=3))
    assert refused.value.found == image
    assert stored_files() == before


def test_what_is_everybodys_is_recognized_too(shelve: Shelve) -> None:
    image = shelve(photo(seed=3), on=None)
    with pytest.raises(AlreadyThereError):
        shelve(photo(seed=3), on=None)
    assert Image.objects.get() == image


def test_a_file_that_is_no_picture_leaves_nothing_behind(shelve: Shelve) -> None:
    before = stored_files()
    with pytest.raises(PictureError):
        shelve(b"no picture")
    assert stored_files() == before
    assert not Image.objects.exists()


def test_a_row_that_cannot_be_stored_leaves_no_file_behind(shelve: Shelve, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise IntegrityError

    before = stored_files()
    monkeypatch.setattr(Image, "save", fail)
    with pytest.raises(IntegrityError):
        shelve()
    assert stored_files() == before


def test_renditions_come_in_the_background(shelve: Shelve) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        image = shelve(photo(700, 500))
        assert image.widths == []
    image.refresh_from_db()
    assert image.widths == [320, 700]
    assert all(default_storage.exists(files.path_of_image(image, (320, file))) for file in files.formats_of(image))
    sizes = {(made.file_format, made.width): made.byte_size for made in image.renditions.all()}
    assert set(sizes) == {("avif", 320), ("webp", 320), ("jpg", 320), ("avif", 700), ("webp", 700)}
    assert min(sizes.values()) > 0


def test_making_renditions_twice_changes_nothing(image: Image) -> None:
    assert renditions.make(image.pk)
    first = (stored_files(), set(Rendition.objects.values_list("file_format", "width", "byte_size")))
    assert renditions.make(image.pk)
    assert (stored_files(), set(Rendition.objects.values_list("file_format", "width", "byte_size"))) == first


def test_renditions_of_an_image_that_is_gone_are_not_made(image: Image) -> None:
    assert not renditions.make(image.pk + 1)
    default_storage.delete(files.path_of_image(image))
    assert not renditions.make(image.pk)


def test_renditions_of_a_file_that_was_replaced_meanwhile_are_not_shown(image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    real = processing.renditions_of

    def replace_meanwhile(*given: Any) -> Any:
        services.replace_image(Image.objects.get(pk=image.pk), drawing())
        return real(*given)

    monkeypatch.setattr(renditions, "renditions_of", replace_meanwhile)
    assert not renditions.make(image.pk)
    image.refresh_from_db()
    assert (image.widths, image.renditions.count()) == ([], 0)


def test_another_file_takes_the_place_and_the_old_ones_go_on_commit(shelve: Shelve) -> None:
    image = shelve(name="first.jpg")
    renditions.make(image.pk)
    image.refresh_from_db()
    key, old_files = image.key, files.paths_of_image(image)
    Image.objects.filter(pk=image.pk).update(focal_x=90)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.replace_image(image, drawing(400, 300), name="second.png")
        assert all(default_storage.exists(path) for path in old_files if "-800.jpg" not in path)
    image.refresh_from_db()
    assert (image.key, image.original_name, image.title) == (key, "second.png", "First")
    assert (image.width, image.height, image.file_format, image.focal_x) == (400, 300, "png", 50)
    assert image.widths == [320, 400]
    assert not any(default_storage.exists(path) for path in old_files)


def test_a_file_that_another_image_has_does_not_take_the_place(shelve: Shelve) -> None:
    image, other = shelve(photo(seed=1)), shelve(photo(seed=2))
    for content in (photo(seed=1), photo(seed=2)):
        with pytest.raises(AlreadyThereError):
            services.replace_image(image, content)
    image.refresh_from_db()
    assert image.content_hash != other.content_hash


def test_what_is_taken_back_leaves_the_old_files(image: Image) -> None:
    path = files.path_of_image(image)
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        services.replace_image(image, drawing())
        transaction.set_rollback(True)
    assert default_storage.exists(path)


def test_an_image_is_deleted_with_its_files(image: Image) -> None:
    renditions.make(image.pk)
    image.refresh_from_db()
    paths = files.paths_of_image(image)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.delete_image(image)
        assert default_storage.exists(paths[0])
    assert not any(default_storage.exists(path) for path in paths)
    assert not Image.objects.exists()


def test_an_image_that_a_post_uses_is_not_deleted(image: Image) -> None:
    Usage.objects.create(post=PostFactory.create(), image=image, place=Place.TEXT)
    with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(InUseError, match="is in use"):
        services.delete_image(image)
    assert Image.objects.get() == image
    assert default_storage.exists(files.path_of_image(image))
