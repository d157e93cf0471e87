"""Housekeeping of files: what no row names goes, after a day."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from blog.media import files, renditions, services
from blog.media.models import Document, Image
from blog.organizations.models import Organization
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import pdf

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def _clean() -> None:
    """Other tests' files, whose rows are rolled back, go first."""
    services.remove_stray_files(at=timezone.now() + timedelta(days=30))


def test_files_with_a_row_stay(image: Image, organization: Organization) -> None:
    renditions.make(image.pk)
    document = services.add_document(pdf(), organization=organization)
    image.refresh_from_db()
    assert services.remove_stray_files(at=timezone.now() + LATER) == 0
    assert default_storage.exists(files.path_of_image(image))
    assert default_storage.exists(files.path_of_image(image, (320, files.formats_of(image)[0])))
    assert default_storage.exists(files.path_of_document(document))


def test_files_without_a_row_go_after_a_day_with_their_folder(shelve: Shelve, organization: Organization) -> None:
    image, document = shelve(), services.add_document(pdf(), organization=organization)
    renditions.make(image.pk)
    Image.objects.all().delete()
    Document.objects.all().delete()
    assert services.remove_stray_files(at=timezone.now()) == 0
    assert services.remove_stray_files(at=timezone.now() + LATER) == 10
    assert not default_storage.exists(files.folder_of(image))
    assert not default_storage.exists(files.folder_of(document))
    assert services.remove_stray_files(at=timezone.now() + LATER) == 0


def test_what_an_image_had_before_goes_while_its_file_stays(image: Image) -> None:
    stray = f"{files.folder_of(image)}/{'0' * 64}.jpg"
    files.store(stray, b"what a process left that was ended")
    assert services.remove_stray_files(at=timezone.now() + LATER) == 1
    assert not default_storage.exists(stray)
    assert default_storage.exists(files.path_of_image(image))


def test_folders_of_images_that_have_not_changed_for_long_are_not_looked_into(
    shelve: Shelve, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        images = [shelve() for _number in range(3)]
    looked_into: list[str] = []
    real = default_storage.listdir

    def listdir(path: str) -> tuple[list[str], list[str]]:
        looked_into.append(path)
        found: tuple[list[str], list[str]] = real(path)
        return found

    monkeypatch.setattr(default_storage, "listdir", listdir)
    with django_assert_num_queries(1):
        services.remove_stray_files(at=timezone.now())
    assert [path for path in looked_into if any(image.key in path for image in images)] == []


def test_a_site_without_files_has_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def listdir(path: str) -> tuple[list[str], list[str]]:
        raise FileNotFoundError(path)

    monkeypatch.setattr(default_storage, "listdir", listdir)
    assert services.remove_stray_files(at=timezone.now()) == 0
