"""A change of an organization's look drops the pages that show it, and no other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from blog.media import services
from blog.media.models import Image, OrganizationLook
from blog.organizations.models import Organization
from tests.blog.media.pictures import emblem, photo
from tests.cms.pagecache.asking import Cached
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
PAGES = {
    "home": "/",
    "post": "/posts/a-post/",
    "organization": "/organizations/institute-of-examples/",
    "index": "/organizations/",
    "feed": "/organizations/institute-of-examples/feed/",
    "other post": "/posts/other-post/",
    "other organization": "/organizations/other-chamber/",
}
SHOWING = {"post", "organization", "index", "feed"}


@pytest.fixture
def image(organization: Organization) -> Image:
    return services.add_image(emblem(), organization=organization)


@pytest.fixture
def warm(ask: Cached, organization: Organization, other_organization: Organization, image: Image) -> Iterator[Cached]:  # noqa: ARG001  # on its shelf
    PostFactory.create(organization=organization, slug="a-post")
    PostFactory.create(organization=other_organization, slug="other-post")
    with time_machine.travel(LONG_AGO + timedelta(days=3000), tick=False):
        for address in PAGES.values():
            ask(address)
        yield ask


def dropped(ask: Cached) -> set[str]:
    """Return the names of the pages that are not kept any more, and keep them again."""
    gone = set()
    for name, address in PAGES.items():
        before = ask.figure("hits")
        ask(address)
        if ask.figure("hits") == before:
            gone.add(name)
    return gone


def test_a_first_logo(warm: Cached, organization: Organization, image: Image) -> None:
    OrganizationLook.objects.create(organization=organization, logo=image)
    assert dropped(warm) == SHOWING
    assert 'class="logo logo--light"' in warm("/posts/a-post/").text


def test_another_logo_another_ground_and_none(warm: Cached, organization: Organization, image: Image) -> None:
    look = OrganizationLook.objects.create(organization=organization, logo=image)
    dropped(warm)
    other = services.add_image(photo(), organization=organization)
    assert dropped(warm) == set()  # what lies on the shelf only, no page shows
    for columns in ({"logo": other}, {"logo_ground": "dark"}):
        OrganizationLook.objects.update(**columns)
        assert dropped(warm) == SHOWING
    look.delete()
    assert dropped(warm) == SHOWING
    assert 'class="monogram"' in warm("/organizations/").text


def test_another_file_of_the_logo(warm: Cached, organization: Organization, image: Image) -> None:
    OrganizationLook.objects.create(organization=organization, logo=image)
    dropped(warm)
    services.replace_image(image, photo())
    assert dropped(warm) == SHOWING
    assert image.version in warm("/posts/a-post/").text


def test_the_cover_and_what_is_said_of_it(warm: Cached, organization: Organization, image: Image) -> None:
    OrganizationLook.objects.create(organization=organization, cover=image)
    dropped(warm)
    Image.objects.filter(pk=image.pk).update(alt="The house")
    assert "organization" in dropped(warm)
    assert "The house" in warm("/organizations/institute-of-examples/").text
