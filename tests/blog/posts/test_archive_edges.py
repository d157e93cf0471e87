"""The archive: months begin and end in the site's time zone, and only months that hold something are there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.organizations.models import Organization
from blog.posts.archive import COUNTED, years
from blog.posts.models import Category, Post, Status
from tests.factories import CategoryFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, tzinfo=UTC)


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
    assert [month.start for year in years(NOW) for month in year.months] == [date(2017, 9, 1)]


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
    found = client.get("/archive/").context["years"]
    assert [(year.start.year, [month.start.month for month in year.months]) for year in found] == [(2017, [11, 3]), (2016, [2])]
    for month in (month for year in found for month in year.months):
        assert len(slugs(client, f"/archive/{month.start:%Y/%m}/")) == month.count == 1


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


def test_years_and_months_say_how_much_they_hold(client: Client) -> None:
    PostFactory.create_batch(3, published_at=datetime(2017, 8, 9, tzinfo=UTC))
    PostFactory.create(published_at=datetime(2017, 1, 1, tzinfo=UTC))
    PostFactory.create(published_at=datetime(2016, 12, 31, tzinfo=UTC), expires_at=datetime(2017, 1, 1, tzinfo=UTC))
    PostFactory.create(published_at=datetime(2100, 1, 1, tzinfo=UTC))
    (year,) = years(NOW)
    assert (year.count, [(month.start.month, month.count) for month in year.months]) == (4, [(8, 3), (1, 1)])
    text = " ".join(client.get("/archive/").content.decode().split())
    assert "4 posts" in text
    assert "1 post<" in text.replace(" <", "<")


def test_what_is_not_counted_to_its_end_says_that_there_is_more(organization: Organization) -> None:
    dates = {"published_at": NOW - timedelta(days=30), "first_published_at": NOW - timedelta(days=30)}
    rows = [
        Post(organization=organization, title="A", slug=f"p{n}", status=Status.PUBLISHED, **dates) for n in range(COUNTED + 5)
    ]
    Post.objects.bulk_create(rows)
    (year,) = years(NOW)
    assert (year.count, year.has_more, year.months[0].has_more) == (COUNTED, True, True)


def test_the_first_and_the_last_year_of_the_calendar_are_counted() -> None:
    PostFactory.create(published_at=datetime(1, 1, 1, tzinfo=UTC))
    PostFactory.create(published_at=datetime(9999, 12, 31, tzinfo=UTC))
    assert [year.start.year for year in years(datetime(9999, 12, 31, 23, tzinfo=UTC))] == [9999, 1]


@pytest.mark.parametrize("number", [1, 50])
def test_indexes_cost_the_same_at_any_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _post in range(number):
        PostFactory.create(categories=[CategoryFactory.create()], tags=[TagFactory.create()])
    for address, queries in {"/categories/": 1, "/tags/": 1, "/map/": 6, "/archive/": 4, "/organizations/": 2}.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


def test_terms_say_how_many_public_posts_they_have(client: Client) -> None:
    news, empty = CategoryFactory.create(name="News"), CategoryFactory.create(name="Empty")
    PostFactory.create_batch(2, categories=[news])
    PostFactory.create(categories=[news], status=Status.ARCHIVED)
    items = client.get("/categories/").context["page"].items
    assert [(term.name, term.post_count) for term in items] == [("Empty", 0), ("News", 2)]
    assert Category.objects.count() == 2
    assert empty.get_absolute_url() in client.get("/categories/").content.decode()


def test_organizations_are_found_by_their_letter(client: Client) -> None:
    for name in ("Zebra House", "alpha Club", "Ärzte", "Academy", "%"):
        OrganizationFactory.create(name=name)
    page = client.get("/organizations/")
    assert page.context["letters"] == ["%", "A", "Ä", "Z"]
    assert {organization.name for organization in client.get("/organizations/?letter=A").context["page"].items} == {
        "alpha Club",
        "Academy",
    }
    assert [organization.name for organization in client.get("/organizations/?letter=%25").context["page"].items] == ["%"]
    assert list(client.get("/organizations/?letter=Q").context["page"].items) == []


def test_the_pages_of_a_letter_keep_to_it(client: Client) -> None:
    for number in range(61):
        OrganizationFactory.create(name=f"Academy {number}", slug=f"academy-{number}")
    OrganizationFactory.create(name="Zebra House")
    assert "?letter=A&amp;after=" in client.get("/organizations/?letter=A").content.decode()


def test_the_map_leads_to_every_index(client: Client) -> None:
    PostFactory.create(categories=[CategoryFactory.create(slug="news")])
    text = client.get("/map/").content.decode()
    for address in ("/", "/search/", "/tags/", "/categories/", "/categories/news/", "/archive/", "/archive/2017/"):
        assert f'href="{address}"' in text
