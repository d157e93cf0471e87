"""What the site does with files in a bucket, and without one that answers."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts import pictures
from blog.accounts import services as accounts
from blog.accounts.models import User, picture_url
from blog.imaging.encoding import Format
from blog.media import files, services, tasks
from blog.media.models import Image
from blog.organizations.models import Organization
from blog.storage import files as stored_files
from blog.storage.files import store as store_file
from cms import housekeeping
from tests import s3
from tests.blog.media.pictures import drawing, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def shelved(organization: Organization) -> Image:
    """Return an image whose file cannot be reached."""
    described = {"content_hash": "a" * 64, "byte_size": 9, "file_format": "jpg", "width": 9, "height": 9}
    return Image.objects.create(organization=organization, title="a", **described)


def upload(client: Client, organization: Organization, content: bytes) -> str:
    chosen = SimpleUploadedFile("a.jpg", content)
    page = client.post(
        "/admin/media/image/add/", {"organization": organization.pk, "folder": "", "chosen": [chosen]}, follow=True
    )
    return page.content.decode()


def test_an_image_is_uploaded_shown_replaced_and_deleted(
    client: Client,
    editor: User,
    organization: Organization,
    store: s3.Store,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, organization, photo())
    image = Image.objects.get()
    assert files.path_of_image(image) in store.names()
    assert {files.path_of_image(image, (width, Format.AVIF)) for width in (320, 800)} <= set(store.names())
    post = PostFactory.create(organization=organization, cover=image, cover_alt="A harbour")
    page = client.get(post.get_absolute_url()).content.decode()
    assert image.rendition_address(320, image.file) in page
    assert store.endpoint not in page
    shown = Client().get(image.rendition_address(320, image.file))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in shown.headers["Cache-Control"]
    address, old = image.lasting_address, set(store.names())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/media/image/{image.pk}/replace/", {"file": SimpleUploadedFile("b.png", drawing())})
    assert Client().get(address).headers["Content-Type"] == "image/png"
    assert not old & set(store.names())
    post.delete()
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_image(Image.objects.get())
    assert store.names() == []
    assert Client().get(address).status_code == 404


@pytest.mark.usefixtures("store")
def test_a_picture_and_a_card_are_kept_there_too(organization: Organization) -> None:
    name = pictures.store(pictures.small_square(photo()))
    assert Client().get(picture_url(name)).headers["Content-Type"] == "image/webp"
    assert pictures.names() == [name]
    post = PostFactory.create(organization=organization, slug="a-post")
    page = Client().get(post.get_absolute_url()).content.decode()
    card = page.split('property="og:image" content="')[1].split('"')[0].removeprefix("http://testserver")
    first = Client().get(card).content
    assert first.startswith(b"\x89PNG")
    assert Client().get(card).content == first


@pytest.mark.usefixtures("away")
def test_a_file_of_a_bucket_that_is_away_is_for_later(
    client: Client, organization: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    image = shelved(organization)
    response = client.get(image.lasting_address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Files cannot be reached at the moment." in response.content.decode()
    assert "storage.away" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.usefixtures("away")
def test_pages_are_read_while_the_bucket_is_away(client: Client, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    assert client.get(post.get_absolute_url()).status_code == 200
    assert client.get("/health/ready").json() == {"status": "ready", "database": "ok"}


@pytest.mark.usefixtures("away")
def test_an_upload_says_that_files_cannot_be_reached(client: Client, editor: User, organization: Organization) -> None:
    client.force_login(editor)
    assert "Files cannot be reached at the moment." in upload(client, organization, photo())
    assert Image.objects.count() == 0


@pytest.mark.usefixtures("away")
def test_renditions_are_put_off_while_the_bucket_is_away(organization: Organization, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    image = shelved(organization)
    with time_machine.travel("2026-01-01T12:00Z", tick=False):
        tasks.make_renditions.func(image.pk)
        later = DBTaskResult.objects.get()
        assert later.run_after == timezone.now() + tasks.AGAIN_AFTER
    assert later.args_kwargs["args"] == [image.pk]


@pytest.mark.usefixtures("away")
def test_housekeeping_does_the_rest_while_the_bucket_is_away(caplog: pytest.LogCaptureFixture) -> None:
    done = dict(housekeeping.run(at=timezone.now()))
    assert done["files removed that nothing names"] == 0
    assert "results of old tasks deleted" in done
    assert "housekeeping.storage_away" in caplog.text


def test_health_tells_whether_files_can_be_reached(client: Client, store: s3.Store) -> None:
    response = client.get("/health/storage")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "storage": "ok"})
    assert "no-store" in response.headers["Cache-Control"]
    assert store.names() == []


@pytest.mark.usefixtures("away")
def test_health_tells_without_details_that_they_cannot(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    response = client.get("/health/storage")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "storage": "unreachable"})
    assert "http://127.0.0.1:9" in caplog.text
    assert "Traceback" not in caplog.text


def test_the_bucket_is_asked_once_in_some_seconds_whoever_asks_how_often(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def reason_away() -> str:
        asked.append(True)
        return ""

    monkeypatch.setattr(stored_files, "reason_away", reason_away)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert {client.get("/health/storage").status_code for _time in range(5)} == {200}
        assert len(asked) == 1
        clock.shift(timedelta(seconds=6))
        client.get("/health/storage")
    assert len(asked) == 2


def test_a_folder_of_this_machine_is_always_reached(client: Client) -> None:
    assert client.get("/health/storage").status_code == 200


@pytest.mark.usefixtures("away")
def test_quickstart_and_upload_say_in_one_line_that_the_bucket_cannot_be_used() -> None:
    for command, options in (("quickstart", {}), ("upload_media", {"dry_run": True})):
        with pytest.raises(
            CommandError, match=r"^Files: the bucket files at http://127\.0\.0\.1:9 cannot be used \(.*Mend STORAGE_URL"
        ):
            call_command(command, stdout=StringIO(), **options)


def test_pictures_that_nobody_has_are_removed_after_a_day(store: s3.Store, superuser: User) -> None:
    accounts.set_picture(superuser, b"own")
    stray = pictures.store(b"stray")
    assert accounts.remove_stray_pictures(at=timezone.now()) == 0
    assert accounts.remove_stray_pictures(at=timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert pictures.read(stray) is None
    assert store.names() == [f"pictures/{superuser.picture}.webp"]


def test_strays_of_the_shelf_are_found_in_a_bucket(store: s3.Store) -> None:
    store_file("images/0123456789abcdef/a.jpg", b"a")
    assert services.remove_stray_files(at=timezone.now() + timedelta(days=2)) == 1
    assert store.names() == []
