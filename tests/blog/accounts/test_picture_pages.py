"""Uploading and removing one's picture, and how everybody gets it."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from blog.accounts import services
from blog.accounts.models import User, picture_url
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PROFILE, UPLOAD = "/accounts/profile/", "/accounts/profile/picture/"
ABSENT = "0" * 32


@pytest.fixture(autouse=True)
def no_earlier_uploads() -> None:
    cache.clear()


@pytest.fixture
def reader(client: Client) -> User:
    user = UserFactory.create(name="Reader One")
    client.force_login(user)
    return user


def photo(color: str = "red", name: str = "photo.png", size: tuple[int, int] = (300, 200)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def files() -> list[str]:
    return default_storage.listdir("pictures")[1] if default_storage.exists("pictures") else []


def test_an_uploaded_picture_is_stored_under_a_name_of_ours(client: Client, reader: User) -> None:
    assert client.post(UPLOAD, {"picture": photo(name="../../secret.php")}).headers["Location"] == PROFILE
    reader.refresh_from_db()
    assert len(reader.picture) == 32
    assert f"{reader.picture}.webp" in files()
    assert "secret" not in reader.picture


def test_everybody_gets_it_once_and_keeps_it(client: Client, reader: User) -> None:
    client.post(UPLOAD, {"picture": photo()})
    reader.refresh_from_db()
    response = Client().get(reader.picture_url)
    assert response.headers["Content-Type"] == "image/webp"
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert Image.open(BytesIO(response.content)).size == (192, 192)


def test_a_picture_is_served_without_a_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = UserFactory.create()
    services.set_picture(user, b"a picture")
    with django_assert_num_queries(0):
        assert client.get(user.picture_url).content == b"a picture"


@pytest.mark.parametrize("name", [ABSENT, "A" * 32, "0" * 31, "0" * 33, f"..%2F{'0' * 29}", "../settings", ""])
def test_a_picture_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/accounts/pictures/{name}.webp").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_picture_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(picture_url(ABSENT)).status_code == 405


def test_who_has_no_picture_has_no_address_of_one() -> None:
    assert picture_url("") == ""
    assert User().picture_url == ""


def test_a_new_picture_takes_the_place_of_the_old(
    client: Client, reader: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.post(UPLOAD, {"picture": photo("red")})
    reader.refresh_from_db()
    old = reader.picture
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(UPLOAD, {"picture": photo("blue")})
    reader.refresh_from_db()
    assert reader.picture != old
    assert f"{old}.webp" in files()
    for callback in callbacks:
        callback()
    assert f"{old}.webp" not in files()
    assert f"{reader.picture}.webp" in files()


def test_a_removed_picture_is_deleted(
    client: Client, reader: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.post(UPLOAD, {"picture": photo()})
    reader.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(UPLOAD, {"remove": "1"})
    assert Client().get(reader.picture_url).status_code == 404
    reader.refresh_from_db()
    assert reader.picture == ""


def test_a_file_that_is_gone_already_is_no_error(
    client: Client, reader: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    User.objects.filter(pk=reader.pk).update(picture=ABSENT)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(UPLOAD, {"remove": "1"}).status_code == 302


@pytest.mark.parametrize("whole", [True, False])
def test_a_deleted_user_leaves_no_picture(
    reader: User,
    whole: bool,  # noqa: FBT001
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    services.set_picture(reader, b"a picture")
    with django_capture_on_commit_callbacks(execute=True):
        User.objects.filter(pk=reader.pk).delete() if whole else reader.delete()
    assert f"{reader.picture}.webp" not in files()


REFUSED = {
    "no file": (None, "Choose a file first."),
    "an empty file": (b"", "The submitted file is empty."),
    "a text": (b"This is a text.", "This file is no picture that we can read."),
    "too many bytes": (b"\x00" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_with_a_file_is_said_beside_the_field(client: Client, reader: User, what: str) -> None:
    content, said = REFUSED[what]
    sent = {} if content is None else {"picture": SimpleUploadedFile("photo.png", content, "image/png")}
    response = client.post(UPLOAD, sent)
    assert response.status_code == 422
    assert said in response.content.decode()
    reader.refresh_from_db()
    assert reader.picture == ""


def test_too_many_pixels_are_said_beside_the_field(client: Client, reader: User) -> None:
    assert reader.pk
    response = client.post(UPLOAD, {"picture": photo(size=(6001, 4000))})
    assert response.status_code == 422
    assert "more than 24 million pixels" in response.content.decode()


def test_a_text_where_the_file_should_be_is_no_file(client: Client, reader: User) -> None:
    assert reader.pk
    assert client.post(UPLOAD, {"picture": "photo.png"}).status_code == 422


def test_after_twenty_pictures_in_an_hour_the_person_is_told_when_to_try_again(client: Client, reader: User) -> None:
    statuses = [client.post(UPLOAD, {"picture": photo()}).status_code for _time in range(21)]
    assert statuses == [302] * 20 + [429]
    reader.refresh_from_db()
    response = client.post(UPLOAD, {"picture": photo()})
    assert "Try again in an hour." in response.content.decode()
    assert client.post(UPLOAD, {"remove": "1"}).status_code == 302


@pytest.mark.parametrize("sent", [{"remove": "1"}, {}])
def test_a_visitor_has_no_picture_to_change(client: Client, sent: dict[str, str]) -> None:
    assert client.post(UPLOAD, sent).headers["Location"] == f"/accounts/login/?next={UPLOAD}"


def test_another_site_cannot_change_a_picture(reader: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    assert browser.post(UPLOAD, {"remove": "1"}).status_code == 403


def test_the_address_of_the_form_alone_shows_nothing(client: Client, reader: User) -> None:
    assert reader.pk
    assert client.get(UPLOAD).status_code == 405


def test_the_page_after_a_picture_still_leads_back(client: Client, reader: User) -> None:
    assert reader.pk
    response = client.post(UPLOAD, {"picture": photo(), "next": "/posts/a-post/reply/"})
    assert response.headers["Location"] == "/accounts/profile/?next=%2Fposts%2Fa-post%2Freply%2F"


def test_superusers_take_a_picture_away_that_must_not_be_seen(
    client: Client, superuser: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user: Any = UserFactory.create()
    services.set_picture(user, b"a picture")
    client.force_login(superuser)
    assert user.picture_url in client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/accounts/user/", {"action": "remove_pictures", "_selected_action": [user.pk]})
    assert client.get(user.picture_url).status_code == 404
    user.refresh_from_db()
    assert user.picture == ""
