"""What each page costs: the same number of queries with one row and with fifty."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
COSTS = {  # DESIGN's bars: home 4, organization, category, tag and archive 5, feeds 3
    "/": 2,
    "/organizations/": 2,
    "/organizations/institute-of-examples/": 2,
    "/categories/news/": 2,
    "/tags/trade/": 2,
    "/archive/": 4,
    "/archive/2017/": 1,
    "/archive/2017/08/": 1,
    "/feed/": 2,
    "/feed/atom/": 2,
    "/feed/json/": 2,
    "/organizations/institute-of-examples/feed/": 3,
    "/categories/news/feed/atom/": 3,
    "/tags/trade/feed/json/": 3,
}


def publish(number: int, organization: Organization) -> None:
    """Publish posts of several organizations, each with categories and tags, some of them featured."""
    category, tag = CategoryFactory.create(slug="news"), TagFactory.create(slug="trade")
    for minute in range(number):
        PostFactory.create(
            organization=OrganizationFactory.create() if minute % 2 else organization,
            published_at=LONG_AGO + timedelta(minutes=minute),
            is_featured=minute % 5 == 0,
            categories=[category, CategoryFactory.create()],
            tags=[tag, TagFactory.create()],
        )


@pytest.mark.parametrize("number", [1, 50])
def test_lists_and_feeds_cost_the_same_at_any_length(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish(number, organization)
    for address, queries in COSTS.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 50])
def test_a_later_page_costs_one_query_for_its_posts(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish(12 + number, organization)
    after = client.get("/").context["page"].next
    with django_assert_num_queries(1):
        assert client.get("/", {"after": after}).status_code == 200


@pytest.mark.parametrize("number", [1, 50])
def test_a_post_costs_the_same_with_any_number_of_terms_and_replies(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    post = PostFactory.create(
        slug="a-post", categories=CategoryFactory.create_batch(number), tags=TagFactory.create_batch(number)
    )
    CommentFactory.create_batch(number, post=post)
    with django_assert_max_num_queries(6):
        assert client.get("/posts/a-post/").status_code == 200


def test_an_address_of_nothing_costs_four_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):  # public? withdrawn? moved? something with its words?
        assert client.get("/posts/unknown/").status_code == 404


@pytest.mark.parametrize("number", [1, 50])
def test_the_sitemap_costs_two_queries_for_posts_one_a_section_and_each_of_its_files_one(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish(number, organization)
    costs = {"/sitemap.xml": 7, "/sitemaps/lists.xml": 0, "/sitemaps/posts-1.xml": 1, "/sitemaps/tags-1.xml": 1}
    for address, queries in (costs | {"/sitemaps/news.xml": 1}).items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200
