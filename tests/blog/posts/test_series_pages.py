"""Series: their page, the box on their posts, and what the database holds on to."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.models import Post, Series, SeriesPart, Status
from tests.factories import PostFactory, SeriesFactory, SeriesPartFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(organization: Organization) -> Series:
    return SeriesFactory.create(organization=organization, title="Trade <today>", slug="trade", description="In three parts")


def add(series: Series, position: int, **fields: object) -> Post:
    post = PostFactory.create(organization=series.organization, **fields)
    SeriesPartFactory.create(series=series, post=post, position=position)
    return post


def test_the_page_shows_the_public_parts_in_their_order(client: Client, series: Series) -> None:
    add(series, 2, title="The second")
    add(series, 1, title="The first")
    add(series, 3, title="A draft", status=Status.DRAFT)
    page = client.get("/series/trade/").content.decode()
    assert page.index("The first") < page.index("The second")
    assert "A draft" not in page
    assert "Trade &lt;today&gt;" in page
    assert "In three parts" in page


def test_a_series_without_a_public_part_is_not_there(client: Client, series: Series) -> None:
    add(series, 1, status=Status.DRAFT)
    assert client.get("/series/trade/").status_code == 404
    assert client.get("/sitemaps/series-1.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_costs_the_same_at_any_length(
    client: Client, series: Series, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for position in range(1, number + 1):
        add(series, position)
    with django_assert_num_queries(2):
        assert client.get("/series/trade/").status_code == 200


def test_a_post_names_its_series_and_the_next_part(client: Client, series: Series) -> None:
    first = add(series, 1, title="The first")
    add(series, 2, title="The second", slug="second")
    page = " ".join(client.get(first.get_absolute_url()).content.decode().split())
    assert 'Part 1 of 2 of the series <a href="/series/trade/">Trade &lt;today&gt;</a>' in page
    assert 'class="series-box__next" href="/posts/second/"' in page


def test_search_engines_read_the_parts(client: Client, series: Series) -> None:
    add(series, 1, title="The first", slug="first")
    page = client.get("/series/trade/").content.decode()
    assert '"@type":"CreativeWorkSeries"' in page
    assert '"hasPart":[{"@id":"http://testserver/posts/first/#article"' in page
    assert b"/series/trade/" in client.get("/sitemaps/series-1.xml").content


def refuse(action: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        action()  # type: ignore[operator]


def test_the_database_keeps_a_post_in_one_series(series: Series) -> None:
    post = add(series, 1)
    refuse(lambda: SeriesPart.objects.bulk_create([SeriesPart(series=SeriesFactory.create(), post=post)]))


@pytest.mark.parametrize("position", [0, 101])
def test_the_database_refuses_a_position_out_of_bounds(series: Series, position: int) -> None:
    add(series, 1)
    refuse(lambda: SeriesPart.objects.update(position=position))


@pytest.mark.parametrize("field", ["title", "slug"])
@pytest.mark.usefixtures("series")
def test_the_database_refuses_a_series_without_title_or_address(field: str) -> None:
    refuse(lambda: Series.objects.update(**{field: ""}))


def test_an_organization_with_a_series_is_not_deleted(organization: Organization, series: Series) -> None:
    with pytest.raises(ProtectedError):
        organization.delete()
    assert Series.objects.filter(pk=series.pk).exists()
