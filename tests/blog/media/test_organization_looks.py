"""The look of an organization: what is stored, what is refused, and that its images stay."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.audit.models import Line
from blog.audit.verbs import Verb
from blog.media import services
from blog.media.errors import InUseError, NotOnShelfError
from blog.media.looks import logo_of, look_of
from blog.media.models import Image, OrganizationLook
from blog.media.uses import uses_of
from blog.organizations.models import Organization
from blog.organizations.services import delete_organization
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import emblem, photo
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db


def page(organization: Organization) -> str:
    return f"/admin/media/image/look/{organization.pk}/"


def form(**more: object) -> dict[str, object]:
    return {"logo": "", "logo_ground": "light", "cover": "", "cover_alt": "", **more}


def store(organization: Organization, by: User, **columns: object) -> OrganizationLook:
    look = OrganizationLook(organization=organization, **columns)
    services.save_look(look, by=by, at=LONG_AGO)
    return look


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


class TestStoring:
    def test_it_is_stored_and_recorded(self, organization: Organization, owner: User, image: Image) -> None:
        store(organization, owner, logo=image)
        organization.refresh_from_db()
        assert logo_of(organization) == image
        line = Line.objects.of_verbs([Verb.ORGANIZATIONS_LOOK]).get()
        assert (line.organization, line.after["logo"], line.object_words) == (organization, "A photo", str(organization))

    def test_an_image_of_another_organization_is_refused(
        self, organization: Organization, other_organization: Organization, owner: User, shelve: Shelve
    ) -> None:
        foreign, shared = shelve(on=other_organization), shelve(on=None)
        for image in (foreign, shared):
            for place in ("logo", "cover"):
                with pytest.raises(NotOnShelfError, match="not on the shelf"):
                    store(organization, owner, **{place: image})
        assert not OrganizationLook.objects.exists()

    def test_without_images_there_is_no_row(self, organization: Organization, owner: User, image: Image) -> None:
        store(organization, owner, logo=image)
        store(organization, owner)
        assert not OrganizationLook.objects.exists()
        assert look_of(Organization.objects.get(pk=organization.pk)) is None

    def test_what_is_not_changed_is_not_recorded(self, organization: Organization, owner: User, image: Image) -> None:
        for _time in range(2):
            store(organization, owner, logo=image)
        assert Line.objects.of_verbs([Verb.ORGANIZATIONS_LOOK]).count() == 1

    def test_the_database_refuses_a_ground_that_does_not_exist(self, organization: Organization) -> None:
        with pytest.raises(IntegrityError):
            OrganizationLook.objects.bulk_create([OrganizationLook(organization=organization, logo_ground="plaid")])

    def test_the_database_refuses_a_second_look(self, organization: Organization) -> None:
        with pytest.raises(IntegrityError):
            OrganizationLook.objects.bulk_create([OrganizationLook(organization=organization) for _time in range(2)])

    @pytest.mark.parametrize(
        ("columns", "said"),
        [({}, "Of the shelf"), ({"cover_alt": "Ours"}, "Ours"), ({"cover_is_decorative": True}, "")],
        ids=["shelf", "own", "ornament"],
    )
    def test_what_is_said_of_the_cover(
        self, organization: Organization, image: Image, columns: dict[str, object], said: str
    ) -> None:
        image.alt = "Of the shelf"
        assert OrganizationLook(organization=organization, cover=image, **columns).cover_description == said


class TestItsImages:
    @pytest.mark.parametrize("place", ["logo", "cover"])
    def test_stay(self, organization: Organization, owner: User, image: Image, place: str) -> None:
        store(organization, owner, **{place: image})
        with pytest.raises(InUseError):
            services.delete_image(image)
        assert Image.objects.used().get() == image
        assert not Image.objects.unused().exists()

    def test_say_where_they_are(self, editing: Client, organization: Organization, editor: User, image: Image) -> None:
        store(organization, editor, logo=image)
        assert [look.pk for look in uses_of(image, user=editor).looks] == [organization.pk]
        shown = unescape(editing.get(f"/admin/media/image/{image.pk}/delete/").content.decode())
        assert "“A photo” in the look of Institute of Examples" in shown
        editing.post(f"/admin/media/image/{image.pk}/delete/", {"post": "yes"})
        assert Image.objects.filter(pk=image.pk).exists()

    def test_are_changed_by_who_publishes(
        self, organization: Organization, author: User, editor: User, superuser: User, image: Image
    ) -> None:
        assert Image.objects.changeable_by(author).exists()
        store(organization, editor, cover=image)
        assert not Image.objects.changeable_by(author).exists()
        assert all(Image.objects.changeable_by(user).exists() for user in (editor, superuser))

    def test_go_with_the_organization(self, organization: Organization, superuser: User, image: Image) -> None:
        store(organization, superuser, logo=image, cover=image)
        delete_organization(organization, by=superuser, at=LONG_AGO)
        assert not OrganizationLook.objects.exists()
        assert not Image.objects.exists()


class TestThePage:
    @pytest.fixture(autouse=True)
    def two_fields(self, settings: Settings) -> None:
        settings.ZEAL_ALLOWLIST = [{"model": "media.Image", "field": "get()"}]  # the form looks up one image for each of two

    def test_chooses_from_the_shelf(self, editing: Client, organization: Organization, image: Image) -> None:
        assert f'value="{image.pk}"' in editing.get(page(organization)).content.decode()
        sent = form(logo=image.pk, logo_ground="dark", cover=image.pk, cover_alt="The house")
        assert editing.post(page(organization), sent)["Location"] == page(organization)
        look = OrganizationLook.objects.get()
        assert (look.logo, look.logo_ground, look.cover, look.cover_alt) == (image, "dark", image, "The house")
        assert f'value="{image.pk}"\n                 checked' in editing.get(page(organization)).content.decode()

    def test_takes_new_files(self, editing: Client, organization: Organization) -> None:
        files = {"new_logo": SimpleUploadedFile("emblem.png", emblem()), "new_cover": SimpleUploadedFile("b.jpg", photo())}
        editing.post(page(organization), form(**files))
        look = OrganizationLook.objects.select_related("logo", "cover").get()
        assert look.logo
        assert look.cover
        assert (look.logo.title, look.logo.organization, look.cover.organization) == ("Emblem", organization, organization)

    def test_finds_a_file_that_is_there_again(self, editing: Client, organization: Organization, shelve: Shelve) -> None:
        known = shelve(emblem())
        editing.post(page(organization), form(new_logo=SimpleUploadedFile("emblem.png", emblem())))
        assert OrganizationLook.objects.get().logo == known

    def test_refuses_what_is_no_picture(self, editing: Client, organization: Organization) -> None:
        response = editing.post(page(organization), form(new_logo=SimpleUploadedFile("logo.svg", b"<svg/>")))
        assert response.status_code == 200
        assert response.context["form"].errors["new_logo"]
        assert not OrganizationLook.objects.exists()

    def test_refuses_an_image_of_another_organization(
        self, editing: Client, organization: Organization, other_organization: Organization, shelve: Shelve
    ) -> None:
        foreign = shelve(on=other_organization)
        assert f'value="{foreign.pk}"' not in editing.get(page(organization)).content.decode()
        response = editing.post(page(organization), form(logo=foreign.pk))
        assert "not on the shelf of this organization" in str(response.context["form"].errors["logo"])
        assert not OrganizationLook.objects.exists()

    def test_is_there_for_who_publishes(
        self, client: Client, organization: Organization, owner: User, author: User, moderator: User, stranger: User
    ) -> None:
        for user, status in ((owner, 200), (author, 404), (moderator, 404), (stranger, 404)):
            client.force_login(user)
            assert client.get(page(organization)).status_code == status
            assert client.post(page(organization), form(logo_ground="plaid")).status_code == status

    def test_is_linked_from_the_organization(
        self, client: Client, organization: Organization, editor: User, author: User
    ) -> None:
        for user, is_linked in ((editor, True), (author, False)):
            client.force_login(user)
            shown = client.get(f"/admin/organizations/organization/{organization.pk}/change/").content.decode()
            assert (page(organization) in shown) == is_linked
