"""Logo and cover of an organization where readers and programs meet them."""

import json
import re
from io import BytesIO

import feedparser
import pytest
from django.test import Client
from PIL import Image as Pixels
from pytest_django import DjangoAssertNumQueries

from blog.media import services
from blog.media.models import OrganizationLook
from blog.media.renditions import make
from blog.organizations.models import Organization
from blog.posts import cards
from blog.posts.models import Post
from blog.posts.sharing import card_of, stored_card
from tests.blog.media.pictures import emblem, photo
from tests.blog.posts.test_structured_data import nodes
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
PAGE, POST = "/organizations/institute-of-examples/", "/posts/a-post/"


def look_for(organization: Organization, **columns: object) -> OrganizationLook:
    logo = services.add_image(emblem(), organization=organization, name="emblem.png")
    cover = services.add_image(photo(800, 200), organization=organization, alt="The house")
    for image in (logo, cover):
        make(image.pk)
        image.refresh_from_db()
    return OrganizationLook.objects.create(organization=organization, logo=logo, cover=cover, **columns)


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="a-post", title="A post")


@pytest.fixture
def look(organization: Organization, post: Post) -> OrganizationLook:  # noqa: ARG001  # on whose page it is shown
    return look_for(organization)


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def pictures(html: str, css_class: str) -> list[str]:
    return re.findall(rf'<(?:span|div) class="{css_class}">\s*(<picture.*?</picture>)', html, re.DOTALL)


@pytest.mark.parametrize(("address", "count"), [(PAGE, 1), (POST, 2), ("/organizations/", 1)])
def test_the_logo_stands_where_the_letters_stood(client: Client, look: OrganizationLook, address: str, count: int) -> None:
    html = shown(client, address)
    logos = pictures(html, "logo logo--light")
    assert len(logos) == count
    assert look.logo
    for logo in logos:
        assert 'type="image/avif"' in logo
        assert 'type="image/webp"' in logo
        assert f'width="{look.logo.width}" height="{look.logo.height}" alt=""' in logo
        assert "320w" in logo
    assert "monogram" not in html


@pytest.mark.parametrize("address", [PAGE, POST, "/organizations/"])
def test_without_a_logo_the_letters_stand(client: Client, post: Post, address: str) -> None:  # noqa: ARG001  # of the site
    html = shown(client, address)
    assert 'class="monogram"' in html
    assert '<span class="logo' not in html
    assert "profile__cover" not in html


def test_a_cover_alone_leaves_the_letters(client: Client, look: OrganizationLook) -> None:
    OrganizationLook.objects.filter(pk=look.pk).update(logo=None)
    html = shown(client, PAGE)
    assert 'class="monogram"' in html
    assert "profile__cover" in html


def test_a_light_logo_stands_on_a_dark_ground(client: Client, look: OrganizationLook) -> None:
    OrganizationLook.objects.filter(pk=look.pk).update(logo_ground="dark")
    assert len(pictures(shown(client, PAGE), "logo logo--dark")) == 1


def test_the_cover_is_described_and_shared(client: Client, look: OrganizationLook) -> None:
    html = shown(client, PAGE)
    (cover,) = pictures(html, "profile__cover")
    assert 'alt="The house" fetchpriority="high"' in cover
    assert look.cover
    address = f'"http://testserver{look.cover.address_for(1200)}"'.replace("&", "&amp;")
    assert f'<meta property="og:image" content={address}>' in html
    assert '<meta property="og:image:alt" content="The house">' in html


def test_an_ornament_is_not_described(client: Client, look: OrganizationLook) -> None:
    OrganizationLook.objects.filter(pk=look.pk).update(cover_is_decorative=True)
    html = shown(client, PAGE)
    assert 'alt="The house"' not in html
    assert "og:image:alt" not in html


def test_without_a_cover_the_page_shares_no_picture(client: Client, organization: Organization) -> None:
    assert "og:image" not in shown(client, organization.get_absolute_url())


def test_search_engines_find_the_logo(client: Client, look: OrganizationLook) -> None:
    assert look.logo
    logo = {"@type": "ImageObject", "url": f"http://testserver{look.logo.address}", "width": 400, "height": 400}
    article = nodes(client, POST)["NewsArticle"][0]
    assert article["publisher"]["logo"] == logo
    assert "logo" not in article["author"][0]
    assert nodes(client, POST)["Organization"][0]["logo"] == logo
    assert nodes(client, PAGE)["Organization"][0]["logo"] == logo


def test_feeds_carry_it(client: Client, look: OrganizationLook) -> None:
    assert look.logo
    icon = f"http://testserver{look.logo.address_for(320)}"
    rss, atom = (feedparser.parse(client.get(f"{PAGE}feed/{name}").content) for name in ("", "atom/"))
    assert not rss.bozo
    assert not atom.bozo
    assert (rss.feed.image.href, rss.feed.image.link) == (icon, f"http://testserver{PAGE}")
    assert atom.feed.logo == icon
    assert json.loads(client.get(f"{PAGE}feed/json/").content)["icon"] == icon


def test_feeds_of_others_carry_none(client: Client, look: OrganizationLook) -> None:  # noqa: ARG001  # on the site
    assert "image" not in feedparser.parse(client.get("/feed/").content).feed
    assert "icon" not in json.loads(client.get("/feed/json/").content)


class TestCard:
    def corner(self, content: bytes) -> Pixels.Image:
        left, top = cards.MARGIN, cards.HEIGHT - cards.MARGIN - cards.FRAME
        image = Pixels.open(BytesIO(content)).convert("RGB")
        return image.crop((left, top, left + cards.FRAME, top + cards.FRAME))

    def test_shows_the_logo_on_its_ground(self, look: OrganizationLook, post: Post) -> None:
        plain = card_of(Post.objects.get(pk=post.pk))
        frame = self.corner(stored_card(plain))
        assert frame.getpixel((cards.FRAME // 2, cards.FRAME // 2)) == (20, 24, 26)
        assert frame.getpixel((4, 4)) == (255, 255, 255)
        OrganizationLook.objects.filter(pk=look.pk).update(logo_ground="dark")
        other = card_of(Post.objects.get(pk=post.pk))
        assert other.version != plain.version
        assert self.corner(stored_card(other)).getpixel((4, 4)) == (20, 24, 26)

    def test_is_another_when_the_logo_has_another_file(self, look: OrganizationLook, post: Post) -> None:
        before = card_of(Post.objects.get(pk=post.pk)).version
        assert look.logo
        services.replace_image(look.logo, photo())
        assert card_of(Post.objects.get(pk=post.pk)).version != before

    def test_has_the_letters_when_the_file_is_gone(self, post: Post) -> None:
        card = card_of(post)
        gone = cards.Card(
            title=card.title, publisher=card.publisher, letters=card.letters, site=card.site, logo="images/none.png"
        )
        assert stored_card(gone) == stored_card(card)

    def test_is_served(self, client: Client, look: OrganizationLook, post: Post) -> None:  # noqa: ARG002  # drawn on it
        address = f"/posts/a-post/card-{card_of(Post.objects.get(pk=post.pk)).version}.png"
        assert client.get(address)["Content-Type"] == "image/png"


@pytest.mark.parametrize("number", [1, 5])
def test_it_costs_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    for count in range(number):
        organization = OrganizationFactory.create(name=f"{count}", slug=f"body-{count}")
        look_for(organization)
        PostFactory.create(organization=organization, slug=f"post-{count}")
    for address, queries in (("/organizations/", 2), ("/organizations/body-0/", 2), ("/organizations/body-0/feed/", 3)):
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200
    with django_assert_num_queries(3):  # the post, what stands around it, the discussion
        assert client.get("/posts/post-0/").status_code == 200
