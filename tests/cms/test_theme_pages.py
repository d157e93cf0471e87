"""What the public pages say: to readers, to search engines, to feed readers, and to each visitor the same."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client

from blog.organizations.models import Organization
from tests.factories import LONG_AGO, CategoryFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    """Return a page with its white space folded."""
    return re.sub(r"\s+", " ", client.get(path).content.decode())


@pytest.fixture
def public_paths(organization: Organization) -> list[str]:
    category, tag = CategoryFactory.create(slug="economy"), TagFactory.create(slug="energy")
    PostFactory.create(organization=organization, slug="a-post", categories=[category], tags=[tag])
    withdrawn = PostFactory.create(organization=organization, slug="withdrawn")
    withdrawn.archive(at=LONG_AGO + timedelta(days=1))
    withdrawn.save()
    posts = ["/", "/posts/a-post/", "/posts/withdrawn/", "/posts/nothing/"]
    lists = ["/organizations/", "/organizations/institute-of-examples/", "/categories/economy/", "/tags/energy/"]
    return [*posts, *lists, "/archive/", "/archive/2017/", "/archive/2017/08/"]


def test_no_public_page_sets_a_cookie_or_varies_on_one(client: Client, public_paths: list[str]) -> None:
    for path in public_paths:
        response = client.get(path)
        assert not response.cookies, path
        assert "cookie" not in response.headers.get("Vary", "").lower(), path


def test_no_public_page_holds_inline_script_style_or_token(client: Client, public_paths: list[str]) -> None:
    runs = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=|[^>]*\+json)|csrfmiddlewaretoken")
    for path in public_paths:
        assert not runs.search(text_of(client, path)), path


def test_every_public_page_offers_the_feeds_of_the_site(client: Client, public_paths: list[str]) -> None:
    for path in public_paths:
        page = text_of(client, path)
        assert re.findall(r'rel="alternate" type="application/(\S+)"', page)[-3:] == ["rss+xml", "atom+xml", "feed+json"], path


@pytest.mark.usefixtures("public_paths")
@pytest.mark.parametrize("path", ["/organizations/institute-of-examples/", "/categories/economy/", "/tags/energy/"])
def test_a_page_with_feeds_of_its_own_offers_them_first(client: Client, path: str) -> None:
    feeds = re.findall(r'<link rel="alternate" type="[^>]*href="([^"]*)"', text_of(client, path))
    assert feeds[:3] == [f"{path}feed/", f"{path}feed/atom/", f"{path}feed/json/"]


def test_the_current_section_is_marked(client: Client) -> None:
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', text_of(client, "/archive/")) == ["/archive/"]


def test_a_later_page_of_a_list_is_no_entry_for_search_engines(client: Client, organization: Organization) -> None:
    for number in range(13):
        PostFactory.create(organization=organization, published_at=LONG_AGO + timedelta(days=number))
    first = text_of(client, "/")
    assert '<link rel="canonical" href="http://testserver/">' in first
    later = text_of(client, "/" + re.findall(r'href="(\?after=[^"]+)"', first)[0])
    assert '<meta name="robots" content="noindex, follow">' in later
    assert "canonical" not in later


def test_a_featured_post_stands_once_on_the_home_page(client: Client, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="In front", is_featured=True)
    PostFactory.create(organization=organization, title="Below")
    assert re.findall(r">(In front|Below)</a>", text_of(client, "/")) == ["In front", "Below"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/", "Nothing has been published yet."),
        ("/organizations/", "No organization publishes here yet."),
        ("/archive/", "Nothing has been published yet."),
        ("/categories/economy/", "Nothing stands under this heading yet."),
        ("/tags/energy/", "Nothing stands under this heading yet."),
    ],
)
def test_an_empty_list_says_so(client: Client, path: str, sentence: str) -> None:
    CategoryFactory.create(slug="economy")
    TagFactory.create(slug="energy")
    assert sentence in text_of(client, path)


def test_an_organization_without_posts_says_so(client: Client) -> None:
    path = OrganizationFactory.create().get_absolute_url()
    assert "This organization has not published anything yet." in text_of(client, path)


def test_an_organization_without_an_abbreviation_has_the_first_letter_as_its_sign(client: Client) -> None:
    path = OrganizationFactory.create(name="Society").get_absolute_url()
    assert '<span class="monogram" aria-hidden="true">S</span>' in text_of(client, path)


def test_names_are_escaped_wherever_they_stand(client: Client) -> None:
    organization = OrganizationFactory.create(
        name="<b>&\"'", short_name="<i>", tagline="<u>", website="https://example.org/?<b>"
    )
    PostFactory.create(organization=organization, title="<b>title", byline="<b>line", summary="<b>summary", slug="a-post")
    for path in ("/", "/posts/a-post/", "/organizations/", organization.get_absolute_url()):
        assert not re.search(r"<(b|i|u)>", text_of(client, path)), path


def test_the_error_page_shows_without_context_or_database() -> None:
    page = render_to_string("500.html")
    assert "Something went wrong" in page


@pytest.mark.usefixtures("public_paths")
def test_a_withdrawn_post_is_told_from_one_that_never_was(client: Client) -> None:
    assert "This page was withdrawn" in text_of(client, "/posts/withdrawn/")
    assert "Page not found" in text_of(client, "/posts/nothing/")
