"""What becomes of images and documents stands in the audit log, when a person does it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.accounts.models import User
from blog.audit.models import Line
from blog.media import services
from blog.media.errors import AlreadyThereError, InUseError
from blog.media.models import Document, Image
from blog.organizations.models import Organization
from tests.blog.media.pictures import pdf, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, str, int | None, str]]:
    return list(Line.objects.order_by("pk").values_list("verb", "object_words", "organization", "actor_name"))


def test_each_deed_is_a_line(editor: User, organization: Organization) -> None:
    image = services.add_image(photo(30, 20), organization=organization, name="ships.jpg", by=editor)
    document = services.add_document(pdf(), organization=organization, name="report.pdf", by=editor)
    image.alt = "Ships at sea"
    services.change_image(image, by=editor)
    document.title = "Yearly report"
    services.change_document(document, by=editor)
    services.replace_image(image, photo(40, 20), name="boats.jpg", by=editor)
    services.replace_document(document, pdf("another"), name="second.pdf", by=editor)
    services.delete_image(image, by=editor)
    services.delete_document(document, by=editor)
    whose = (organization.pk, "The editor")
    assert lines() == [
        ("media.add", "Ships", *whose),
        ("media.add", "Report", *whose),
        ("media.change", "Ships", *whose),
        ("media.change", "Yearly report", *whose),
        ("media.replace", "Ships", *whose),
        ("media.replace", "Yearly report", *whose),
        ("media.delete", "Ships", *whose),
        ("media.delete", "Yearly report", *whose),
    ]
    changed, renamed, replaced = Line.objects.order_by("pk")[2:5]
    assert (changed.before, changed.after) == ({"alt": ""}, {"alt": "Ships at sea"})
    assert (renamed.before, renamed.after) == ({"title": "Report"}, {"title": "Yearly report"})
    assert replaced.after["original_name"] == "boats.jpg"


def test_what_changes_nothing_and_what_nobody_does_is_no_line(editor: User, organization: Organization) -> None:
    image = services.add_image(photo(30, 20), organization=organization)
    services.change_image(image, by=editor)
    services.replace_image(image, photo(40, 20))
    services.delete_image(image)
    assert lines() == []


def test_what_is_refused_is_no_line(editor: User, organization: Organization) -> None:
    image = services.add_image(photo(30, 20), organization=organization)
    PostFactory.create(organization=organization, cover=image, cover_alt="Ships")
    with pytest.raises(AlreadyThereError):
        services.add_image(photo(30, 20), organization=organization, by=editor)
    with pytest.raises(InUseError):
        services.delete_image(image, by=editor)
    assert lines() == []


def test_the_pages_of_the_shelf_say_who(client: Client, editor: User, organization: Organization) -> None:
    client.force_login(editor)
    files = {"chosen": SimpleUploadedFile("ships.jpg", photo(30, 20)), "organization": organization.pk}
    client.post("/admin/media/image/add/", files)
    image = Image.objects.get()
    place = f"/admin/media/image/{image.pk}/"
    client.post(f"{place}change/", {"title": "Harbour", "alt": "", "credit": "", "licence": "", "focal_x": 50, "focal_y": 50})
    client.post(f"{place}replace/", {"file": SimpleUploadedFile("boats.jpg", photo(40, 20))})
    client.post(f"{place}delete/", {"post": "yes"})
    client.post(
        "/admin/media/image/upload/", {"file": SimpleUploadedFile("a.jpg", photo(20, 9)), "organization": organization.pk}
    )
    client.post("/admin/media/document/add/", {"chosen": SimpleUploadedFile("a.pdf", pdf()), "organization": organization.pk})
    client.post(f"/admin/media/document/{Document.objects.get().pk}/change/", {"title": "B", "file_name": "b.pdf"})
    verbs = [verb for verb, _words, _organization, name in lines() if name == "The editor"]
    assert verbs == [f"media.{verb}" for verb in ("add", "change", "replace", "delete", "add", "add", "change")]
    client.force_login(editor)
    page = client.get("/admin/audit/line/?kind=media").content.decode()
    assert "replaced the file of" in page
