"""What search engines read."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.urls import clear_url_caches, reverse
from pytest_django import Settings

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.models.indexes import NUMBERS_A_FILE
from tests.factories import LONG_AGO, CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "schemas" / "samdark+sitemap"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
CYRILLIC = "/posts/%D1%87%D1%82%D0%BE-%D0%BD%D0%BE%D0%B2%D0%BE%D0%B3%D0%BE/"


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        slug="что-нового",
        organization=organization,
        categories=[CategoryFactory.create(slug="news")],
        tags=[TagFactory.create(slug="trade")],
    )


def entries(content: bytes) -> dict[str, str | None]:
    """Return the addresses in a sitemap or an index of sitemaps with the moments of their last changes."""
    root = ET.fromstring(content)  # noqa: S314  # our own document
    return {entry.findtext("s:loc", "", NAMES): entry.findtext("s:lastmod", None, NAMES) for entry in root}


def files(client: Client) -> list[str]:
    return [address.removeprefix("http://testserver") for address in entries(client.get("/sitemap.xml").content)]


def everything(client: Client) -> list[str]:
    return [address for file in files(client) for address in entries(client.get(file).content)]


def test_every_public_page_stands_in_the_sitemap_once(client: Client, post: Post) -> None:
    for status in (Status.DRAFT, Status.ARCHIVED):
        PostFactory.create(slug=f"{status}-post", status=status, organization=post.organization)
    assert client.get("/sitemap.xml")["Content-Type"] == "application/xml"
    pages = ("/", "/organizations/", "/categories/", "/tags/", "/archive/")
    editions = [f"{language}{path}" for language in ("", "/ro", "/ru", "/tk", "/az") for path in pages]
    lists = [*editions, "/organizations/institute-of-examples/", "/categories/news/", "/tags/trade/"]
    assert sorted(everything(client)) == sorted(f"http://testserver{address}" for address in [*lists, CYRILLIC])


@pytest.mark.usefixtures("post")
def test_every_address_in_the_sitemap_is_there(client: Client) -> None:
    for address in everything(client):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_sitemap_says_when_a_post_last_changed(client: Client, post: Post) -> None:
    (file,) = [file for file in files(client) if "posts" in file]
    moment = f"{post.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert entries(client.get(file).content) == {f"http://testserver{post.get_absolute_url()}": moment}
    assert entries(client.get("/sitemap.xml").content)[f"http://testserver{file}"] == moment


def test_a_file_holds_a_thousand_numbers_so_that_no_post_moves_to_another(client: Client) -> None:
    for number in (NUMBERS_A_FILE - 1, NUMBERS_A_FILE, 6 * NUMBERS_A_FILE):
        PostFactory.create(pk=number, slug=f"post-{number}")
    PostFactory.create(pk=3 * NUMBERS_A_FILE, slug="draft", status=Status.DRAFT)
    found = {file: [*entries(client.get(file).content)] for file in files(client) if "posts" in file}
    assert found == {
        "/sitemaps/posts-1.xml": ["http://testserver/posts/post-999/"],
        "/sitemaps/posts-2.xml": ["http://testserver/posts/post-1000/"],
        "/sitemaps/posts-7.xml": ["http://testserver/posts/post-6000/"],
    }


def test_a_file_whose_posts_have_not_changed_keeps_its_moment(client: Client) -> None:
    old, new = (PostFactory.create(pk=number) for number in (1, NUMBERS_A_FILE))
    Post.objects.filter(pk=old.pk).update(updated_at=LONG_AGO)
    Post.objects.filter(pk=new.pk).update(updated_at=LONG_AGO + timedelta(days=1))
    found = entries(client.get("/sitemap.xml").content)
    assert found["http://testserver/sitemaps/posts-1.xml"] == "2017-08-09T10:00:00Z"
    assert found["http://testserver/sitemaps/posts-2.xml"] == "2017-08-10T10:00:00Z"


@pytest.mark.parametrize("file", ["posts-0", "posts-2", "unknown-1", "posts-99999999999999999999", "posts"])
@pytest.mark.usefixtures("post")
def test_a_file_that_holds_nothing_is_not_there(client: Client, file: str) -> None:
    assert client.get(f"/sitemaps/{file}.xml").status_code == 404


def test_news_are_the_posts_of_two_days_whose_date_is_known(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "News & more"
    now = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    PostFactory.create(slug="new", title="A <title> & more", language="ro", published_at=now - timedelta(hours=47))
    PostFactory.create(slug="old", published_at=now - timedelta(hours=49))
    PostFactory.create(slug="undated", published_at=now, is_date_known=False)
    PostFactory.create(slug="to-come", published_at=now + timedelta(hours=1), status=Status.SCHEDULED)
    with time_machine.travel(now, tick=False):
        root = ET.fromstring(client.get("/sitemaps/news.xml").content)  # noqa: S314  # our own document
        assert "/sitemaps/news.xml" in files(client)
    told = [" ".join(text.strip() for text in url.itertext()).split() for url in root]
    expected = "http://testserver/ro/posts/new/ News & more ro 2026-05-02T13:00:00Z A <title> & more"
    assert [" ".join(words) for words in told] == [expected]
    assert root.find("s:url/news:news/news:publication/news:language", NAMES) is not None


@pytest.mark.usefixtures("post")
def test_without_news_the_index_names_none(client: Client) -> None:
    assert "/sitemaps/news.xml" not in files(client)
    assert entries(client.get("/sitemaps/news.xml").content) == {}


@pytest.mark.usefixtures("post")
def test_the_addresses_are_those_of_the_site_however_it_was_asked(client: Client, settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://news.example.org:8443", ["localhost"]
    for file in ("/sitemap.xml", "/sitemaps/lists.xml", "/sitemaps/posts-1.xml"):
        found = entries(client.get(file, headers={"host": "localhost"}).content)
        assert found
        assert all(address.startswith("https://news.example.org:8443/") for address in found), file
    robots = client.get("/robots.txt", headers={"host": "localhost"}).content.decode()
    assert "Sitemap: https://news.example.org:8443/sitemap.xml" in robots


@pytest.mark.usefixtures("post")
def test_the_sitemap_keeps_to_its_schemas(client: Client, tmp_path: Path) -> None:
    judge = shutil.which("xmllint")
    if judge is None or not SCHEMAS.is_dir():
        pytest.skip("xmllint or the schemas beside the checkout are not there")
    for file in ["/sitemap.xml", *files(client)]:
        document, schema = tmp_path / "sitemap.xml", "siteindex.xsd" if file == "/sitemap.xml" else "sitemap.xsd"
        document.write_bytes(client.get(file).content)
        command = [judge, "--noout", "--nonet", "--schema", str(SCHEMAS / schema), str(document)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
        assert found.returncode == 0, (file, found.stderr)


def test_robots_stay_away_from_what_is_no_page(client: Client) -> None:
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /comments/", "Disallow: /api/search/"} <= set(lines)
    assert {"Disallow: /search/?", "Disallow: /*/search/?", "Disallow: /search/feed/"} <= set(lines)
    assert not {"Disallow: /", "Disallow: /search/"} & set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


@pytest.fixture
def forgotten_addresses() -> Iterator[None]:
    """Let no address live on that was made while another language was the default."""
    yield
    clear_url_caches()


@pytest.mark.usefixtures("forgotten_addresses")
@time_machine.travel(datetime(2026, 5, 4, 12, 30, tzinfo=UTC), tick=False)
def test_whoever_finds_a_weakness_learns_whom_to_tell(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACTS, settings.LANGUAGE_CODE = ["mailto:security@example.org", "https://example.org/report"], "ro"
    response = client.get(reverse("security"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "Contact: mailto:security@example.org\n"
        "Contact: https://example.org/report\n"
        "Expires: 2026-10-31T00:00:00Z\n"
        "Preferred-Languages: ro, en\n"
        "Canonical: http://testserver/.well-known/security.txt\n"
    )


def test_where_nobody_is_named_there_is_no_such_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_of_each_file_it_is_said_when_something_public_in_it_changed_last(client: Client) -> None:
    numbers = {1: "2020-01-01", 2: "2020-01-02", 3: "2020-01-03", NUMBERS_A_FILE + 5: "2020-01-04"}
    for number, day in numbers.items():
        PostFactory.create(pk=number)
        Post.objects.filter(pk=number).update(updated_at=datetime.fromisoformat(f"{day}T10:00+00:00"))
    Post.objects.filter(pk=3).update(expires_at=datetime.now(UTC))
    page = "".join(client.get("/sitemap.xml").content.decode().split())
    assert "posts-1.xml</loc><lastmod>2020-01-02T10:00" in page
    assert "posts-2.xml</loc><lastmod>2020-01-04T10:00" in page
    assert "posts-3.xml" not in page
