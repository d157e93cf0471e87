"""Files of the shelf as browsers get them."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.imaging.encoding import Format
from blog.media import files, renditions, services
from blog.media.models import Image
from blog.organizations.models import Organization
from tests.blog.media.conftest import Shelve
from tests.blog.media.pictures import drawing, opened, pdf, photo

pytestmark = pytest.mark.django_db
FOR_GOOD = "max-age=31536000, public, immutable"


def cache_of(response: object) -> set[str]:
    return set(response["Cache-Control"].split(", "))  # type: ignore[index]  # a response


def test_an_image_is_served_and_kept_for_good_under_the_address_of_its_version(client: Client, image: Image) -> None:
    response = client.get(image.address)
    assert opened(response.content).size == (800, 600)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "inline"
    assert cache_of(response) == set(FOR_GOOD.split(", "))
    assert not response.cookies


def test_under_its_lasting_address_browsers_ask_whether_there_is_a_newer_one(client: Client, image: Image) -> None:
    response = client.get(image.lasting_address)
    assert cache_of(response) == {"public", "no-cache"}
    again = client.get(image.lasting_address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert cache_of(client.get(f"{image.lasting_address}?v=0000000000")) == {"public", "no-cache"}


def test_a_file_costs_one_query(client: Client, image: Image, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert client.get(image.address).status_code == 200


def test_renditions_are_served_with_their_own_types(client: Client, image: Image) -> None:
    assert renditions.make(image.pk)
    image.refresh_from_db()
    for file_format, width, content_type in ((Format.AVIF, 320, "image/avif"), (Format.WEBP, 800, "image/webp")):
        response = client.get(image.rendition_address(width, file_format))
        assert response["Content-Type"] == content_type
        assert opened(response.content).size[0] == width
        assert cache_of(response) == set(FOR_GOOD.split(", "))


@pytest.mark.parametrize(("width", "extension"), [(320, "avif"), (333, "webp"), (320, "png"), (9999, "jpg"), (0, "jpg")])
def test_where_there_is_no_such_rendition_the_image_itself_is_served(
    client: Client, image: Image, width: int, extension: str
) -> None:
    response = client.get(f"/media/images/{image.key}-{width}.{extension}")
    assert response["Content-Type"] == "image/jpeg"
    assert opened(response.content).size == (800, 600)


def test_the_address_stays_when_another_file_takes_its_place(client: Client, image: Image) -> None:
    old_address, old_file = image.address, files.path_of_image(image)
    services.replace_image(image, drawing())
    assert image.address != old_address
    response = client.get(old_address)
    assert response["Content-Type"] == "image/png"
    assert cache_of(response) == {"public", "no-cache"}
    assert default_storage.exists(old_file)  # until the transaction is through


def test_addresses_of_nothing_are_not_found(client: Client, image: Image) -> None:
    for address in (
        "/media/",
        "/media/images/",
        "/media/images/0123456789abcdef.jpg",
        f"/media/images/{image.key}.svg",
        f"/media/images/{image.key}",
        f"/media/images/{image.key}.jpg/",
        f"/media/images/../images/{image.key}.jpg",
        f"/media/images/{image.key}/{image.content_hash}.jpg",
        "/media/documents/0123456789abcdef/",
    ):
        assert client.get(address).status_code == 404, address


def test_an_image_whose_file_is_lost_is_not_found(client: Client, image: Image) -> None:
    default_storage.delete(files.path_of_image(image))
    assert client.get(image.address).status_code == 404


def test_a_file_is_only_read(client: Client, image: Image) -> None:
    assert client.post(image.address).status_code == 405
    assert client.head(image.address).status_code == 200


def test_an_image_asks_for_no_session(client: Client, image: Image) -> None:
    response = client.get(image.address)
    assert "Cookie" not in response.get("Vary", "")


def test_a_document_is_saved_under_its_name_and_never_shown_in_the_page(client: Client, organization: Organization) -> None:
    document = services.add_document(pdf(), organization=organization, name="Годовой отчёт.pdf")
    response = client.get(document.lasting_address)
    assert response.content == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%93")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert cache_of(response) == {"public", "no-cache"}


def test_images_of_two_organizations_can_be_the_same_file(shelve: Shelve, other_organization: Organization) -> None:
    content = photo()
    one, other = shelve(content), shelve(content, on=other_organization)
    assert one.content_hash == other.content_hash
    assert one.address != other.address
