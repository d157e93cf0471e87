"""What each answer costs: the same number of queries with one row and with fifty, each from an index."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from blog.media.models import OrganizationLook
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.media.pictures import photo
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, OrganizationFactory, PostFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
COSTS = {  # lists at most 5, one thing at most 4
    "/api/posts/": 2,
    "/api/posts/?year=2017&language=en": 2,
    "/api/posts/?featured=true": 2,
    "/api/posts/?organization=institute-of-examples": 3,
    "/api/posts/?organization=institute-of-examples&category=news&tag=trade&month=2017-08": 3,
    "/api/posts/post/": 3,
    "/api/posts/post/comments/": 2,
    "/api/organizations/": 1,
    "/api/organizations/institute-of-examples/": 1,
    "/api/categories/": 1,
    "/api/categories/news/": 1,
    "/api/tags/": 1,
    "/api/tags/trade/": 1,
    "/api/search/?q=%22title%22": 3,
    "/api/search/?q=%22title%22&organization=institute-of-examples&category=news&tag=trade": 3,
    "/api/": 0,
    "/api/schema/": 0,
    "/api/schema/json/": 0,
}


def publish(number: int, organization: Organization) -> None:
    """Publish posts of several organizations, each with categories, tags and replies, some of them featured."""
    category, tag = CategoryFactory.create(slug="news"), TagFactory.create(slug="trade")
    image = add_image(photo(64, 64), organization=organization)
    for minute in range(number):
        post = PostFactory.create(
            organization=OrganizationFactory.create() if minute % 2 else organization,
            slug=f"post-{minute}" if minute else "post",
            title="A title",
            published_at=LONG_AGO + timedelta(minutes=minute),
            is_featured=minute % 5 == 0,
            categories=[category, CategoryFactory.create()],
            tags=[tag, TagFactory.create()],
        )
        if minute % 3 == 0:
            OrganizationLook.objects.get_or_create(organization=post.organization, defaults={"logo": image, "cover": image})
        if not minute:
            Post.objects.numbered([post.pk]).update(original=post)
            for language in ("ro", "ru", "tk", "az", "de")[:number]:
                PostFactory.create(slug=language, language=language, original=post, title="Another", organization=organization)
            CommentFactory.create_batch(number, post=post)
            CommentFactory.create(post=post, user=UserFactory.create(), user_email="")


@pytest.mark.parametrize("number", [1, 50])
def test_answers_cost_the_same_at_any_length(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish(number, organization)
    for address, queries in COSTS.items():
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


def test_a_search_for_a_word_that_may_go_on_costs_five(
    client: Client, organization: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(3, organization)
    OrganizationFactory.create(name="Titled")
    with django_assert_num_queries(5):  # whole words, beginnings, posts, organizations by name, these
        found = client.get("/api/search/?q=titl").json()
    assert (len(found["results"]), len(found["organizations"])) == (3, 1)


def plans_of(client: Client, address: str) -> str:
    """Return how SQLite reads what an address answers with."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    plans: list[Any] = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans += [row[3] for row in cursor.fetchall()]
    return "\n".join(plans)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests")
@pytest.mark.parametrize(
    ("address", "index"),
    [
        ("/api/posts/", "post_newest"),
        ("/api/posts/?language=en", "post_newest"),
        ("/api/posts/?year=2017", "post_newest"),
        ("/api/posts/?featured=false", "post_newest"),
        ("/api/posts/?featured=true", "post_featured"),
        ("/api/posts/?organization=institute-of-examples", "post_of_organization"),
        ("/api/organizations/", "organization_in_order"),
    ],
)
def test_lists_are_read_in_the_order_of_an_index(client: Client, organization: Organization, address: str, index: str) -> None:
    publish(2, organization)
    plan = next(line for line in plans_of(client, address).splitlines() if index in line)
    assert plan.startswith(("SCAN", "SEARCH"))
    assert "posts_post USING INDEX post" not in plan.replace(index, "")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="as above")
def test_replies_are_read_in_the_order_of_an_index(client: Client, organization: Organization) -> None:
    publish(2, organization)
    plan = plans_of(client, "/api/posts/post/comments/")
    assert "comments_comment USING INDEX comment_" in plan
    assert "TEMP B-TREE" not in plan
