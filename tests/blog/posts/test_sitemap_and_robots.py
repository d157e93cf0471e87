"""What search engines read."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import Settings

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.factories import CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).resolve().parents[4] / "shared" / "data" / "schemas" / "samdark+sitemap" / "sitemap.xsd"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        slug="что-нового",
        organization=organization,
        categories=[CategoryFactory.create(slug="news")],
        tags=[TagFactory.create(slug="trade")],
    )


def entries(content: bytes) -> dict[str, str | None]:
    root = ET.fromstring(content)  # noqa: S314  # our own document
    return {url.findtext("s:loc", "", NAMES): url.findtext("s:lastmod", None, NAMES) for url in root.findall("s:url", NAMES)}


def test_every_public_page_stands_in_the_sitemap_once(client: Client, post: Post) -> None:
    for status in (Status.DRAFT, Status.ARCHIVED):
        PostFactory.create(slug=f"{status}-post", status=status, organization=post.organization)
    response = client.get("/sitemap.xml")
    found = entries(response.content)
    assert response["Content-Type"] == "application/xml"
    addresses = ["/", "/organizations/", "/archive/", "/posts/%D1%87%D1%82%D0%BE-%D0%BD%D0%BE%D0%B2%D0%BE%D0%B3%D0%BE/"]
    addresses += ["/organizations/institute-of-examples/", "/categories/news/", "/tags/trade/"]
    expected = {f"http://testserver{address}" for address in addresses}
    assert set(found) == expected
    assert response.content.count(b"<loc>") == len(found)


@pytest.mark.usefixtures("post")
def test_every_address_in_the_sitemap_is_there(client: Client) -> None:
    for address in entries(client.get("/sitemap.xml").content):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_sitemap_says_when_a_post_last_changed(client: Client, post: Post) -> None:
    changed = entries(client.get("/sitemap.xml").content)[f"http://testserver{post.get_absolute_url()}"]
    assert changed is not None
    assert datetime.fromisoformat(changed).date() == post.updated_at.date()


@pytest.mark.usefixtures("post")
def test_the_addresses_are_those_of_the_site_however_it_was_asked(client: Client, settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://news.example.org:8443", ["localhost"]
    found = entries(client.get("/sitemap.xml", headers={"host": "localhost"}).content)
    assert all(address.startswith("https://news.example.org:8443/") for address in found)
    robots = client.get("/robots.txt", headers={"host": "localhost"}).content.decode()
    assert "Sitemap: https://news.example.org:8443/sitemap.xml" in robots


@pytest.mark.usefixtures("post")
def test_the_sitemap_keeps_to_its_schema(client: Client, tmp_path: Path) -> None:
    judge = shutil.which("xmllint")
    if judge is None or not SCHEMA.is_file():
        pytest.skip("xmllint or the schema beside the checkout is not there")
    document = tmp_path / "sitemap.xml"
    document.write_bytes(client.get("/sitemap.xml").content)
    command = [judge, "--noout", "--nonet", "--schema", str(SCHEMA), str(document)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    assert found.returncode == 0, found.stderr


def test_robots_stay_away_from_what_is_no_page(client: Client) -> None:
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /comments/"} <= set(lines)
    assert "Disallow: /" not in lines
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
