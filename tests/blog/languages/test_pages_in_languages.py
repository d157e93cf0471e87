"""Pages in the languages of the site: one address each, the same for everybody."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from blog.accounts.models import User
from blog.languages.addresses import locale_of
from blog.organizations.models import Organization
from blog.organizations.services import save_organization
from blog.posts.models import Post
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def romanian(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="o-postare", language="ro", title="O postare")


@pytest.mark.usefixtures("romanian")
@pytest.mark.parametrize(
    ("path", "language"), [("/", "en"), ("/ro/", "ro"), ("/az/archive/", "az"), ("/tk/organizations/", "tk")]
)
def test_the_address_says_which_language_whatever_the_browser_wishes(client: Client, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": "ru"})
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert f'<html lang="{language}"' in response.content.decode()


def test_where_people_work_the_browser_s_wish_counts(client: Client) -> None:
    response = client.get("/admin/login/", headers={"accept-language": "ru"})
    assert response.headers["Content-Language"] == "ru"
    assert "Accept-Language" in response.headers["Vary"]


def test_a_post_stands_in_its_own_language_alone(client: Client, romanian: Post) -> None:
    assert romanian.get_absolute_url() == "/ro/posts/o-postare/"
    assert client.get("/ro/posts/o-postare/").status_code == 200
    for path in ("/posts/o-postare/", "/ru/posts/o-postare/"):
        response = client.get(f"{path}?replies=2")
        assert (response.status_code, response.headers["Location"]) == (301, "/ro/posts/o-postare/?replies=2")


def test_a_post_in_a_language_that_the_site_does_not_speak_stands_in_the_default(client: Client) -> None:
    post = PostFactory.create(slug="ein-beitrag", language="de")
    assert post.get_absolute_url() == "/posts/ein-beitrag/"
    assert client.get("/az/posts/ein-beitrag/").headers["Location"] == "/posts/ein-beitrag/"


def test_the_address_of_a_post_is_the_same_whatever_language_asks(romanian: Post) -> None:
    for language in ("en", "ru"):
        with translation.override(language):
            assert romanian.get_absolute_url() == "/ro/posts/o-postare/"


def test_lists_offer_their_editions_to_people_and_machines(client: Client) -> None:
    page = client.get("/ro/archive/").content.decode()
    links = re.findall(r'hreflang="([\w-]+)"\s+href="([^"]+)"', page)
    assert links == [
        ("en", "http://testserver/archive/"),
        ("x-default", "http://testserver/archive/"),
        *((code, f"http://testserver/{code}/archive/") for code in ("ro", "ru", "tk", "az")),
    ]
    assert re.search(r'href="/ro/archive/"\s+hreflang="ro"\s+lang="ro"\s+aria-current="true">Română</a>', page)
    assert '<link rel="canonical" href="http://testserver/ro/archive/">' in page


def test_links_on_a_page_stay_in_its_language(client: Client, romanian: Post) -> None:
    page = client.get("/ru/").content.decode()
    assert f'href="/ru{reverse("organizations")}"' in page
    assert f'href="{romanian.get_absolute_url()}"' in page


def test_a_feed_in_another_language_carries_that_language_alone(client: Client, romanian: Post) -> None:
    PostFactory.create(title="Eine Reise", language="de")
    PostFactory.create(title="Moldovenească", language="ro-MD")
    everything, ours = client.get("/feed/json/").json(), client.get("/ro/feed/json/").json()
    assert len(everything["items"]) == 3
    assert (ours["language"], {item["title"] for item in ours["items"]}) == ("ro", {romanian.title, "Moldovenească"})


def test_an_old_address_leads_on_in_every_language(client: Client, organization: Organization) -> None:
    organization.slug = "новое-имя"
    save_organization(organization, by=None, at=LONG_AGO)
    target = f"/organizations/{quote('новое-имя')}/"
    assert client.get("/organizations/institute-of-examples/").headers["Location"] == target
    assert client.get("/ru/organizations/institute-of-examples/feed/").headers["Location"] == f"/ru{target}feed/"


def test_an_address_that_changes_while_the_desk_speaks_another_language_is_kept(
    client: Client, organization: Organization, owner: User
) -> None:
    client.force_login(owner)
    with translation.override("ro"):
        organization.slug = "new-name"
        save_organization(organization, by=None, at=LONG_AGO)
    assert client.get("/organizations/institute-of-examples/").headers["Location"] == "/organizations/new-name/"


def test_a_post_that_changes_its_language_leads_on_from_the_old_address(client: Client, romanian: Post) -> None:
    romanian.language, romanian.published_at = "ru", LONG_AGO
    romanian.save()
    assert client.get("/ro/posts/o-postare/").headers["Location"] == "/ru/posts/o-postare/"


@pytest.mark.parametrize(
    ("code", "locale"), [("ro", "ro_RO"), ("en", "en_US"), ("pt-br", "pt_BR"), ("de", ""), ("zh-hant", "")]
)
def test_a_language_has_a_territory_where_share_cards_want_one(code: str, locale: str) -> None:
    assert locale_of(code) == locale


def test_pages_say_in_which_language_they_are_shared(client: Client) -> None:
    PostFactory.create(slug="a-post", language="ro")
    PostFactory.create(slug="german", language="de")
    page = client.get("/ru/archive/").content.decode()
    assert '<meta property="og:locale" content="ru_RU">' in page
    assert page.count('"og:locale:alternate"') == 4
    assert '<meta property="og:locale:alternate" content="en_US">' in page
    post = client.get("/ro/posts/a-post/").content.decode()
    assert '<meta property="og:locale" content="ro_RO">' in post
    assert "og:locale:alternate" not in post
    assert "og:locale" not in client.get("/posts/german/").content.decode()


def test_the_search_has_an_address_in_each_language(client: Client) -> None:
    PostFactory.create(title="Harvest", slug="a-post", language="ro")
    page = client.get("/ro/search/", {"q": "harvest"}).content.decode()
    assert '<html lang="ro"' in page
    assert "<mark>Harvest</mark>" in page
    assert 'action="/ro/search/"' in page
    assert 'href="/ro/search/feed/?q=harvest"' in page
    assert client.get("/ro/search/feed/", {"q": "harvest"}).status_code == 200
