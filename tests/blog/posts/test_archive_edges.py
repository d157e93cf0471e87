"""The archive: months begin and end in the site's time zone, and only months that hold something are there."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from blog.posts.models import Post, Status
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def slugs(client: Client, address: str) -> set[str]:
    response = client.get(address)
    return {post.slug for post in response.context["page"].items} if response.status_code == 200 else set()


@pytest.fixture
def bucharest(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Bucharest"


@pytest.mark.usefixtures("bucharest")
def test_a_post_of_the_last_evening_in_utc_belongs_to_the_next_month(client: Client) -> None:
    PostFactory.create(slug="late", published_at=datetime(2017, 8, 31, 23, 30, tzinfo=UTC))
    assert slugs(client, "/archive/2017/08/") == set()
    assert slugs(client, "/archive/2017/09/") == {"late"}
    assert Post.objects.months() == [date(2017, 9, 1)]


@pytest.mark.usefixtures("bucharest")
def test_a_post_of_the_last_evening_of_a_year_in_utc_belongs_to_the_next_year(client: Client) -> None:
    PostFactory.create(slug="late", published_at=datetime(2017, 12, 31, 22, 0, tzinfo=UTC))
    PostFactory.create(slug="early", published_at=datetime(2017, 12, 31, 21, 59, 59, tzinfo=UTC))
    assert slugs(client, "/archive/2017/") == slugs(client, "/archive/2017/12/") == {"early"}
    assert slugs(client, "/archive/2018/") == slugs(client, "/archive/2018/01/") == {"late"}


@pytest.mark.usefixtures("bucharest")
def test_every_month_of_the_archive_leads_to_its_posts(client: Client) -> None:
    PostFactory.create(published_at=datetime(2017, 3, 25, 23, 30, tzinfo=UTC))  # the night in which clocks go forward
    PostFactory.create(published_at=datetime(2017, 10, 31, 22, 30, tzinfo=UTC))
    PostFactory.create(published_at=datetime(2016, 2, 29, 12, 0, tzinfo=UTC))
    years = client.get("/archive/").context["years"]
    assert [(year, [month.month for month in months]) for year, months in years] == [(2017, [11, 3]), (2016, [2])]
    for year, months in years:
        for month in months:
            assert len(slugs(client, f"/archive/{year}/{month.month:02d}/")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/archive/2017/00/",
        "/archive/2017/13/",
        "/archive/2017/99/",
        "/archive/2017/8/",
        "/archive/0000/",
        "/archive/0000/01/",
        "/archive/0001/",
        "/archive/0001/01/",
        "/archive/9999/",
        "/archive/9999/11/",
        "/archive/9999/12/",
        "/archive/20170/",
        "/archive/٢٠١٧/",
        "/archive/-001/",
        "/archive/2016/",
        "/archive/2017/07/",
    ],
)
@pytest.mark.parametrize("time_zone", ["UTC", "Europe/Bucharest", "America/New_York"])
def test_a_month_that_is_not_there_is_not_found(client: Client, settings: Settings, time_zone: str, address: str) -> None:
    settings.TIME_ZONE = time_zone
    PostFactory.create()
    assert client.get(address).status_code == 404


def test_months_hold_public_posts_only(client: Client) -> None:
    PostFactory.create(status=Status.ARCHIVED)
    assert client.get("/archive/").context["years"] == []
    assert client.get("/archive/2017/08/").status_code == 404


def test_a_month_has_pages(client: Client) -> None:
    PostFactory.create_batch(13)
    first = client.get("/archive/2017/08/").context["page"]
    second = client.get("/archive/2017/08/", {"after": first.next}).context["page"]
    assert (len(first.items), len(second.items)) == (12, 1)
