"""What the editor of texts asks: uploads and images to choose from, each for one's own organizations."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.accounts.models import User
from blog.media.models import Document, Image
from blog.media.services import add_document
from blog.organizations.models import Organization
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import pdf, photo

pytestmark = pytest.mark.django_db
UPLOAD, CHOOSE = "/admin/media/image/upload/", "/admin/media/image/choose/"


def sent(organization: object, content: bytes | None = None, name: str = "a_photo.jpg") -> dict[str, Any]:
    return {"organization": organization, "file": SimpleUploadedFile(name, photo() if content is None else content)}


@pytest.fixture
def writing(client: Client, author: User) -> Client:
    client.force_login(author)
    return client


def test_an_upload_is_described_as_the_editor_needs_it(writing: Client, organization: Organization) -> None:
    response = writing.post(UPLOAD, sent(organization.pk))
    image = Image.objects.get()
    assert response.json() == {
        "id": image.pk,
        "address": image.lasting_address,
        "thumbnail": image.address,
        "title": "A photo",
        "alt": "",
        "width": 800,
        "height": 600,
    }
    assert image.organization == organization
    assert LogEntry.objects.get().object_repr == "A photo"


def test_a_picture_that_is_there_is_found_again(writing: Client, organization: Organization) -> None:
    first = writing.post(UPLOAD, sent(organization.pk)).json()
    again = writing.post(UPLOAD, sent(organization.pk, name="again.jpg")).json()
    assert again == first
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"words", b"<svg></svg>"])
def test_what_is_no_picture_is_refused_with_the_reason(writing: Client, organization: Organization, content: bytes) -> None:
    response = writing.post(UPLOAD, sent(organization.pk, content))
    assert response.status_code == 400
    assert set(response.json()) == {"error"}
    assert not Image.objects.exists()


def test_nothing_sent_is_refused(writing: Client, organization: Organization) -> None:
    assert writing.post(UPLOAD, {"organization": organization.pk}).status_code == 400
    assert writing.get(UPLOAD).status_code == 404


def test_only_writers_of_an_organization_add_to_it(
    client: Client, stranger: User, moderator: User, organization: Organization
) -> None:
    for user in (stranger, moderator):
        client.force_login(user)
        for number in (str(organization.pk), "", "x", "999999", "9" * 30):
            assert client.post(UPLOAD, sent(number)).status_code == 404
            assert client.get(CHOOSE, {"organization": number}).status_code == 404
    assert not Image.objects.exists()


def test_an_upload_from_another_site_is_refused(author: User, organization: Organization) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(UPLOAD, sent(organization.pk)).status_code == 403


def test_who_is_not_signed_in_is_led_to_the_door(client: Client, organization: Organization) -> None:
    assert client.post(UPLOAD, sent(organization.pk)).status_code == 302
    assert client.get(CHOOSE, {"organization": organization.pk}).status_code == 302


def test_one_chooses_from_ones_own_images_and_everybodys(
    writing: Client, organization: Organization, other_organization: Organization, shelve: Shelve
) -> None:
    own, shared, foreign = shelve(name="own.jpg"), shelve(on=None, name="shared.jpg"), shelve(on=other_organization)
    answer = writing.get(CHOOSE, {"organization": organization.pk}).json()
    assert [image["id"] for image in answer["found"]] == [shared.pk, own.pk]
    assert foreign.pk not in [image["id"] for image in answer["found"]]
    assert not answer["more"]


def test_images_to_choose_from_are_searched_and_paged(writing: Client, organization: Organization, shelve: Shelve) -> None:
    for number in range(26):
        shelve(photo(12, 10 + number), name=f"picture {number}.jpg")
    first = writing.get(CHOOSE, {"organization": organization.pk}).json()
    second = writing.get(CHOOSE, {"organization": str(organization.pk), "page": "2"}).json()
    assert (len(first["found"]), first["more"]) == (24, True)
    assert [image["title"] for image in second["found"]] == ["Picture 1", "Picture 0"]
    found = writing.get(CHOOSE, {"organization": str(organization.pk), "q": "Picture 17"}).json()
    assert [image["title"] for image in found["found"]] == ["Picture 17"]
    for number_of_page in ("0", "-1", "x", "99999999999999999999"):
        assert (
            writing.get(CHOOSE, {"organization": str(organization.pk), "page": number_of_page}).json()["found"]
            == first["found"]
        )


def test_documents_are_uploaded_found_and_described(
    writing: Client, organization: Organization, other_organization: Organization
) -> None:
    add_document(pdf("foreign"), organization=other_organization, name="foreign.pdf")
    upload, choose = "/admin/media/document/upload/", "/admin/media/document/choose/"
    answer = writing.post(upload, sent(organization.pk, pdf(), "yearly_report.pdf")).json()
    document = Document.objects.get(organization=organization)
    size = f"{document.byte_size}\xa0bytes"
    described = {"id": document.pk, "address": document.lasting_address, "title": "Yearly report", "size": size}
    assert answer == described
    assert writing.get(choose, {"organization": organization.pk}).json() == {"found": [described], "more": False}
    assert writing.get(choose, {"organization": str(organization.pk), "q": "statutes"}).json()["found"] == []
    assert writing.post(upload, sent(organization.pk, photo())).json() == {"error": "This file is no whole PDF."}
    assert writing.get(choose, {"organization": other_organization.pk}).status_code == 404
    assert writing.post(upload, sent(other_organization.pk, pdf())).status_code == 404
