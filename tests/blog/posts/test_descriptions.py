"""Each page that search engines may show says in a sentence what stands there."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from blog.organizations.models import Organization
from blog.posts.descriptions import TITLE_CHARACTERS, description_of
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    OrganizationFactory,
    PostFactory,
    SeriesFactory,
    SeriesPartFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
_DESCRIPTION = re.compile(r'<meta name="description"\s+content="([^"]*)">')


def described(client: Client, path: str) -> list[str]:
    return [unescape(text) for text in _DESCRIPTION.findall(client.get(path).content.decode())]


def test_every_kind_of_page_has_one_description(client: Client, organization: Organization) -> None:
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    post = PostFactory.create(slug="a-post", organization=organization, published_at=LONG_AGO, **terms)
    SeriesPartFactory.create(series=SeriesFactory.create(slug="a-series", organization=organization), post=post, position=1)
    lists = ["/", "/organizations/", "/categories/", "/tags/", "/archive/", "/archive/2017/", "/archive/2017/08/", "/map/"]
    own = [post.get_absolute_url(), organization.get_absolute_url(), "/categories/news/", "/tags/trade/", "/series/a-series/"]
    found = {path: described(client, path) for path in [*lists, *own, "/search/", "/search/?q=post", "/api/"]}
    assert {path: len(texts) for path, texts in found.items()} == dict.fromkeys(found, 1)
    assert len({text for texts in found.values() for text in texts}) == len(found) - 1  # categories and tags say the same


def test_an_organization_s_own_words_come_first(client: Client) -> None:
    OrganizationFactory.create(slug="institute", tagline="It makes examples")
    assert described(client, "/organizations/institute/") == ["It makes examples"]


def test_one_without_words_is_described_by_what_it_publishes(client: Client) -> None:
    institute = OrganizationFactory.create(name="Institute & Sons", slug="institute")
    assert described(client, "/organizations/institute/") == ["Institute & Sons on Gazette"]
    PostFactory.create(organization=institute, title="Harvest", published_at=LONG_AGO)
    assert described(client, "/organizations/institute/") == ["Institute & Sons on Gazette: 1 post, the newest “Harvest”"]
    for days in range(1, 13):
        PostFactory.create(organization=institute, title=f"Day {days}", published_at=LONG_AGO + timedelta(days=days))
    assert described(client, "/organizations/institute/") == [
        "Institute & Sons on Gazette: more than 12 posts, the newest “Day 12”"
    ]


def test_a_later_page_of_a_list_has_none_for_it_is_no_entry(client: Client) -> None:
    institute = OrganizationFactory.create()
    PostFactory.create_batch(13, organization=institute)
    address = institute.get_absolute_url()
    later = client.get(address, {"after": client.get(address).context["page"].next}).content.decode()
    assert '<meta name="robots" content="noindex, follow">' in later
    assert _DESCRIPTION.search(later) is None


def test_the_newest_part_of_a_series_is_named_wherever_it_stands(client: Client, organization: Organization) -> None:
    series = SeriesFactory.create(title="All", slug="all", organization=organization)
    for position, days in enumerate((1, 2, 0), start=1):
        post = PostFactory.create(title=f"Day {days}", organization=organization, published_at=LONG_AGO + timedelta(days=days))
        SeriesPartFactory.create(series=series, post=post, position=position)
    assert described(client, "/series/all/") == ["All on Gazette: 3 posts, the newest “Day 2”"]


@pytest.mark.parametrize(("count", "words"), [(1, "1 публикация"), (3, "3 публикации"), (5, "5 публикаций")])
def test_numbers_take_the_forms_of_the_language(count: int, words: str) -> None:
    posts = PostFactory.create_batch(count)
    with translation.override("ru"):
        assert f"{words}, " in description_of("Институт", posts)
        assert f"более {count} публикаци" in description_of("Институт", posts, has_more=True)


def test_a_long_title_is_cut_between_words() -> None:
    text = description_of("Institute", [PostFactory.create(title="word " * 50)])
    assert text.endswith("word…”")
    assert len(text) < TITLE_CHARACTERS + 60
