"""The cover of a post: on its page, in lists, in feeds, and where it is shared."""

import json

import feedparser
import pytest
from django.db import models
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.media import renditions
from blog.media.models import Image
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.media.pictures import photo
from tests.blog.posts.test_query_counts import COSTS, publish
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cover(organization: Organization) -> Image:
    image = add_image(photo(1600, 800), organization=organization, alt="Ships", credit="Ann Lee")
    renditions.make(image.pk)
    image.refresh_from_db()
    return image


@pytest.fixture
def post(organization: Organization, cover: Image) -> Post:
    return PostFactory.create(
        organization=organization, slug="a-post", cover=cover, cover_alt="A harbour", cover_caption="At noon", is_featured=True
    )


@pytest.mark.usefixtures("post")
def test_the_page_shows_the_cover_first_with_caption_and_credit(client: Client, cover: Image) -> None:
    page = client.get("/posts/a-post/").content.decode()
    shown = page[page.index('<figure class="article__cover') : page.index('<div class="article__body')]
    assert 'alt="A harbour"' in shown
    assert 'fetchpriority="high"' in shown
    assert "loading" not in shown
    assert 'width="1600" height="800"' in shown
    assert f"{cover.rendition_address(960, cover.file)} 960w" in shown
    assert '<figcaption>At noon <small class="picture__credit">Ann Lee</small></figcaption>' in shown


@pytest.mark.parametrize(
    ("fields", "shown"),
    [({}, "Ships"), ({"cover_alt": "Here"}, "Here"), ({"cover_alt": "Here", "cover_is_decorative": True}, "")],
)
def test_the_cover_is_described_as_the_post_wants(cover: Image, fields: dict[str, object], shown: str) -> None:
    assert PostFactory.create(cover=cover, **fields).cover_description == shown


def test_a_post_without_a_cover_has_nothing_of_one(client: Client) -> None:
    post = PostFactory.create(slug="a-post")
    assert post.cover_description == ""
    page = client.get("/posts/a-post/").content.decode()
    assert "<figure" not in page
    assert '<meta property="og:image" content="http://testserver/posts/a-post/card-' in page


@pytest.mark.usefixtures("post")
def test_where_the_page_is_shared_its_cover_is_shown(client: Client, cover: Image) -> None:
    page = client.get("/posts/a-post/").content.decode()
    assert f'<meta property="og:image" content="http://testserver{cover.rendition_address(1280, cover.file)}">' in page
    assert '<meta property="og:image:width" content="1280">' in page
    assert '<meta property="og:image:height" content="640">' in page
    assert '<meta property="og:image:alt" content="A harbour">' in page
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    article = next(node for node in data["@graph"] if node["@type"] == "NewsArticle")
    assert article["image"]["url"].startswith("http://testserver/media/images/")
    assert article["image"]["creditText"] == "Ann Lee"


@pytest.mark.usefixtures("post")
def test_lists_show_the_cover_without_words_that_the_title_says(client: Client, cover: Image) -> None:
    for address, place in (("/", "lead__cover"), ("/organizations/institute-of-examples/", "card__cover")):
        page = client.get(address).content.decode()
        shown = page[page.index(place) :].partition("</div>")[0]
        assert cover.key in shown
        assert 'alt=""' in shown


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/"])
def test_feeds_carry_the_cover(client: Client, cover: Image, address: str) -> None:
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo
    shown = feed.entries[0].media_content[0]
    assert shown["url"] == f"http://testserver{cover.rendition_address(1280, cover.file)}"
    assert (shown["medium"], shown["type"], shown["width"]) == ("image", "image/jpeg", "1280")


@pytest.mark.usefixtures("post")
def test_the_json_feed_names_the_cover(client: Client, cover: Image) -> None:
    item = client.get("/feed/json/").json()["items"][0]
    assert item["image"] == f"http://testserver{cover.rendition_address(1280, cover.file)}"


def test_feeds_show_the_images_of_a_text_with_whole_addresses(client: Client, organization: Organization, cover: Image) -> None:
    PostFactory.create(organization=organization, body=f'<figure data-image="{cover.pk}"><img alt="Ships"></figure>')
    content = client.get("/feed/json/").json()["items"][0]["content_html"]
    address = f"http://testserver{cover.rendition_address(1280, cover.file)}"
    assert (
        f'<picture><img src="{address}" width="1600" height="800" alt="Ships" loading="lazy" decoding="async"></picture>'
        in content
    )
    assert "srcset" not in content


@pytest.mark.parametrize("number", [1, 50])
def test_covers_cost_no_query(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, cover: Image, number: int
) -> None:
    publish(number, organization)
    Post.objects.update(cover=cover)
    for address, queries in COSTS.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


def test_a_cover_is_not_deleted_around_the_services(post: Post, cover: Image) -> None:
    post.usages.all().delete()
    with pytest.raises(models.ProtectedError):
        cover.delete()
