"""The shelf in admin: who finds, adds, changes, replaces and deletes what."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.media import services
from blog.media.models import Document, Folder, Image, Usage
from blog.organizations.models import Organization
from blog.posts.models import Status
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import drawing, pdf, photo
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
IMAGES, DOCUMENTS, FOLDERS = "/admin/media/image/", "/admin/media/document/", "/admin/media/folder/"
WRITTEN = {"title": "Harbour", "alt": "Ships", "credit": "Ann Lee", "licence": "CC-BY-4.0", "folder": ""}
FOCUS = {"focal_x": "20", "focal_y": "80"}


def file(content: bytes, name: str = "a_photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page_of(client: Client, address: str, **query: Any) -> str:
    return unescape(client.get(address, query).content.decode())


def upload(client: Client, organization: Organization | None, *files: SimpleUploadedFile, **more: Any) -> Any:
    pk = "" if organization is None else organization.pk
    return client.post(f"{IMAGES}add/", {"organization": pk, "folder": "", "chosen": list(files), **more})


@pytest.fixture
def writing(client: Client, author: User) -> Client:
    client.force_login(author)
    return client


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_several_images_are_added_at_once(writing: Client, organization: Organization) -> None:
    response = upload(writing, organization, file(photo(seed=1)), file(photo(seed=2), "Second.jpg"))
    assert response["Location"] == IMAGES
    assert set(Image.objects.values_list("title", "organization")) == {
        ("A photo", organization.pk),
        ("Second", organization.pk),
    }
    assert "2 files were added." in page_of(writing, IMAGES)


def test_one_image_leads_to_its_page_where_it_is_described(writing: Client, organization: Organization) -> None:
    folder = Folder.objects.create(organization=organization, name="Fairs")
    response = upload(writing, organization, file(photo()), folder=folder.pk)
    image = Image.objects.get()
    assert response["Location"] == f"{IMAGES}{image.pk}/change/"
    assert image.folder == folder


def test_what_is_refused_is_named_with_the_reason_and_the_others_are_there(
    writing: Client, organization: Organization, settings: Settings
) -> None:
    settings.IMAGE_MAX_BYTES = 1024 * 1024
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    given = [file(photo()), file(b"", "empty.png"), file(svg, "logo.svg"), file(b"\xff" * 1_100_000, "big.jpg")]
    response = upload(writing, organization, *given)
    assert response.status_code == 200
    page = " ".join(unescape(response.content.decode()).split())
    assert "<strong>empty.png</strong>: This file is no picture that we can read." in page
    assert "<strong>logo.svg</strong>: SVG drawings are not taken" in page
    assert "<strong>big.jpg</strong>: This file is larger than 1 MB." in page
    assert "<script>alert(1)" not in page
    assert Image.objects.count() == 1


def test_an_image_that_is_there_is_found_again(writing: Client, organization: Organization, shelve: Shelve) -> None:
    image = shelve(photo(seed=1))
    response = upload(writing, organization, file(photo(seed=1), "again.jpg"))
    assert response["Location"] == f"{IMAGES}{image.pk}/change/"
    assert "“again.jpg” was here already." in page_of(writing, response["Location"])
    assert Image.objects.count() == 1


def test_a_form_without_files_or_with_too_many_says_so(writing: Client, organization: Organization) -> None:
    assert "Choose a file first." in upload(writing, organization).content.decode()
    too_many = upload(writing, organization, *(file(b"a") for _number in range(51)))
    assert "at most 50 files" in too_many.content.decode()
    assert not Image.objects.exists()


def test_nobody_adds_to_another_organization(writing: Client, other_organization: Organization) -> None:
    assert upload(writing, other_organization, file(photo())).status_code == 200
    folder = Folder.objects.create(organization=other_organization, name="Theirs")
    upload(writing, None, file(photo()), folder=folder.pk)
    assert not Image.objects.exists()


def test_a_folder_of_another_own_organization_is_refused(client: Client, superuser: User, organization: Organization) -> None:
    client.force_login(superuser)
    folder = Folder.objects.create(organization=None, name="Everybody's")
    response = upload(client, organization, file(photo()), folder=folder.pk)
    assert "This folder is another organization" in unescape(response.content.decode())
    assert upload(client, None, file(photo()), folder=folder.pk).status_code == 302
    assert Image.objects.get().organization is None


def test_a_moderator_has_no_shelf(client: Client, moderator: User, image: Image) -> None:
    client.force_login(moderator)
    for address in (IMAGES, f"{IMAGES}add/", f"{IMAGES}{image.pk}/replace/", DOCUMENTS, FOLDERS):
        assert client.get(address).status_code == 404, address


def test_a_stranger_finds_nothing(client: Client, stranger: User, image: Image) -> None:
    client.force_login(stranger)
    assert image.title not in page_of(client, IMAGES)
    assert client.get(f"{IMAGES}{image.pk}/replace/").status_code == 404
    assert client.post(f"{IMAGES}{image.pk}/replace/", {"file": file(drawing())}).status_code == 404
    assert client.get(f"{IMAGES}{image.pk}/change/").status_code == 302
    client.post(f"{IMAGES}{image.pk}/delete/", {"post": "yes"})
    assert Image.objects.get().content_hash == image.content_hash


def test_the_shelf_costs_the_same_with_one_image_and_with_many(
    editing: Client, shelve: Shelve, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        shelve(photo(30, 20, seed=number))
    with django_assert_max_num_queries(9):
        assert page_of(editing, IMAGES).count("gz-shelf__item") == 12


def test_the_shelf_is_searched_and_narrowed(editing: Client, shelve: Shelve, organization: Organization) -> None:
    folder = Folder.objects.create(organization=organization, name="Fairs")
    ships, fair = shelve(name="ships.jpg"), shelve(name="fair.jpg")
    Image.objects.filter(pk=ships.pk).update(alt="Ships at sea")
    Image.objects.filter(pk=fair.pk).update(folder=folder)
    Usage.objects.create(post=PostFactory.create(organization=organization), image=ships)
    for query, shown in (
        ({"q": "sea"}, ["Ships"]),
        ({"folder": folder.pk}, ["Fair"]),
        ({"folder": "none"}, ["Ships"]),
        ({"use": "used"}, ["Ships"]),
        ({"use": "unused"}, ["Fair"]),
        ({"description": "missing"}, ["Fair"]),
        ({"folder": "nonsense"}, ["Ships", "Fair"]),
        ({"q": "nothing"}, []),
    ):
        page = page_of(editing, IMAGES, **query)
        assert [name for name in ("Ships", "Fair") if f">{name}</a>" in page] == shown, query


def test_what_is_written_is_stored_and_readers_see_it(writing: Client, organization: Organization, image: Image) -> None:
    post = PostFactory.create(
        organization=organization, status=Status.DRAFT, body=f'<figure data-image="{image.pk}"><img></figure>'
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = writing.post(f"{IMAGES}{image.pk}/change/", WRITTEN | FOCUS)
    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.title, image.alt, image.credit, image.focus_classes) == ("Harbour", "Ships", "Ann Lee", "focus-x-2 focus-y-8")
    post.refresh_from_db()
    assert "Ann Lee" in post.body_html


@pytest.mark.parametrize("focus", [{"focal_x": "101"}, {"focal_x": "-1"}, {"focal_y": "a"}, {"licence": "none"}])
def test_what_makes_no_sense_is_refused_at_its_field(writing: Client, image: Image, focus: dict[str, str]) -> None:
    assert writing.post(f"{IMAGES}{image.pk}/change/", WRITTEN | FOCUS | focus).status_code == 200
    image.refresh_from_db()
    assert image.focal_x == 50


def test_what_the_public_has_seen_is_changed_by_editors(
    client: Client, author: User, editor: User, organization: Organization, image: Image
) -> None:
    PostFactory.create(organization=organization, cover=image)
    client.force_login(author)
    client.post(f"{IMAGES}{image.pk}/change/", WRITTEN | FOCUS)
    assert client.get(f"{IMAGES}{image.pk}/replace/").status_code == 404
    image.refresh_from_db()
    assert image.alt == ""
    client.force_login(editor)
    client.post(f"{IMAGES}{image.pk}/change/", WRITTEN | FOCUS)
    image.refresh_from_db()
    assert image.alt == "Ships"


def test_another_file_takes_the_place(writing: Client, image: Image) -> None:
    address = f"{IMAGES}{image.pk}/replace/"
    assert "takes the place of “A photo”" in page_of(writing, address)
    for content, reason in ((b"words", "no picture that we can read"), (photo(seed=0), "already, as “A photo”")):
        response = writing.post(address, {"file": file(content)})
        assert reason in unescape(response.content.decode())
    response = writing.post(address, {"file": file(drawing(), "new.png")})
    assert response["Location"] == f"{IMAGES}{image.pk}/change/"
    image.refresh_from_db()
    assert (image.original_name, image.file_format) == ("new.png", "png")


def test_where_it_is_used_is_shown_and_it_is_not_deleted(editing: Client, organization: Organization, image: Image) -> None:
    post = PostFactory.create(organization=organization, cover=image, title="The annual fair")
    page = page_of(editing, f"{IMAGES}{image.pk}/change/")
    assert f'href="/admin/posts/post/{post.pk}/change/">The annual fair</a>' in page
    assert "“A photo” in the post “The annual fair”" in page_of(editing, f"{IMAGES}{image.pk}/delete/")
    editing.post(f"{IMAGES}{image.pk}/delete/", {"post": "yes"})
    chosen = {"_selected_action": [image.pk], "action": "delete_selected", "post": "yes"}
    editing.post(IMAGES, chosen)
    assert Image.objects.filter(pk=image.pk).exists()


def test_drafts_of_others_are_counted_and_not_named(
    client: Client, author: User, organization: Organization, shelve: Shelve
) -> None:
    image = shelve()
    PostFactory.create(organization=organization, status=Status.DRAFT, title="A secret plan", cover=image)
    client.force_login(author)
    page = " ".join(page_of(client, f"{IMAGES}{image.pk}/change/").split())
    assert "A secret plan" not in page
    assert "1 other post" in page


def test_other_organizations_posts_with_an_image_of_everybody_are_not_named(
    client: Client, owner: User, other_organization: Organization, shelve: Shelve
) -> None:
    image = shelve(on=None)
    PostFactory.create(organization=other_organization, title="Their post", cover=image)
    client.force_login(owner)
    page = " ".join(page_of(client, f"{IMAGES}{image.pk}/change/").split())
    assert "Their post" not in page
    assert "1 other post" in page
    client.post(f"{IMAGES}{image.pk}/change/", WRITTEN | FOCUS)
    image.refresh_from_db()
    assert image.alt == ""


def test_what_is_not_used_is_deleted_by_editors_and_not_by_authors(
    client: Client, author: User, editor: User, shelve: Shelve
) -> None:
    image = shelve()
    client.force_login(author)
    client.post(f"{IMAGES}{image.pk}/delete/", {"post": "yes"})
    assert Image.objects.exists()
    client.force_login(editor)
    client.post(f"{IMAGES}{image.pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()


def test_an_image_that_a_post_takes_in_the_same_moment_stays(
    editing: Client, organization: Organization, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    PostFactory.create(organization=organization, cover=image)
    monkeypatch.setattr("blog.media.admin.shelf.ShelfAdmin._lines_of_use", lambda *_given: [])
    response = editing.post(f"{IMAGES}{image.pk}/delete/", {"post": "yes"}, follow=True)
    assert "is in use" in unescape(response.content.decode())
    assert Image.objects.exists()


def test_documents_are_added_replaced_and_deleted(editing: Client, organization: Organization) -> None:
    given = {"organization": organization.pk, "folder": "", "chosen": [file(pdf(), "Report.pdf")]}
    editing.post(f"{DOCUMENTS}add/", given)
    document = Document.objects.get()
    assert document.lasting_address in page_of(editing, f"{DOCUMENTS}{document.pk}/change/")
    assert "Report.pdf" in page_of(editing, DOCUMENTS)
    refused = editing.post(f"{DOCUMENTS}{document.pk}/replace/", {"file": file(photo())})
    assert "no whole PDF" in refused.content.decode()
    editing.post(f"{DOCUMENTS}{document.pk}/replace/", {"file": file(pdf("New"), "New.pdf")})
    editing.post(f"{DOCUMENTS}{document.pk}/change/", {"title": "Annual report", "file_name": "report.pdf", "folder": ""})
    document.refresh_from_db()
    assert (document.title, document.file_name, document.byte_size) == ("Annual report", "report.pdf", len(pdf("New")))
    editing.post(f"{DOCUMENTS}{document.pk}/delete/", {"post": "yes"})
    assert not Document.objects.exists()


def test_folders_are_made_by_writers_and_leave_what_lay_in_them(
    client: Client, author: User, editor: User, organization: Organization
) -> None:
    client.force_login(author)
    client.post(f"{FOLDERS}add/", {"name": "Fairs", "organization": organization.pk})
    again = client.post(f"{FOLDERS}add/", {"name": "Fairs", "organization": organization.pk})
    assert "has a folder of this name already" in unescape(again.content.decode())
    folder = Folder.objects.get()
    image = services.add_image(photo(), organization=organization, folder=folder)
    assert "Fairs" in page_of(client, FOLDERS)
    client.force_login(editor)
    client.post(f"{FOLDERS}{folder.pk}/delete/", {"post": "yes"})
    image.refresh_from_db()
    assert image.folder is None
