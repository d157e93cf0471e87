"""What the desk costs an editor when the site has many posts and organizations: as much as when it has few."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
ORGANIZATIONS = 500
LIST = "/admin/posts/post/"
BIG = ("posts_post", "posts_revision", "comments_comment", "audit_line")


def fill(organization: Organization, number: int) -> None:
    """Store so many posts, one in ten of the organization, the others of 500 others."""
    others = [Organization(name=f"Institute {n}", slug=f"institute-{n}") for n in range(ORGANIZATIONS)]
    stored = Organization.objects.bulk_create(others)
    dates = {"published_at": LONG_AGO, "first_published_at": LONG_AGO}
    Post.objects.bulk_create(
        Post(
            organization=stored[n % ORGANIZATIONS] if n % 10 else organization,
            title=f"Post {n}",
            slug=f"post-{n}",
            status=Status.PUBLISHED,
            **dates,
        )
        for n in range(number)
    )


@pytest.fixture
def opened(editor: User, organization: Organization) -> Post:
    """A post whose form is opened; a version of it waits."""
    post: Post = PostFactory.create(organization=organization, slug="opened")
    services.save_revision(post, content_of(post) | {"title": "Waiting"}, by=editor, at=LONG_AGO)
    return post


@pytest.mark.parametrize("number", [10, 10_000])
def test_list_form_and_start_page_cost_an_editor_the_same_with_ten_and_with_ten_thousand_posts(
    client: Client,
    editor: User,
    organization: Organization,
    opened: Post,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(organization, number)
    Membership.objects.create(user=editor, organization=Organization.objects.get(slug="institute-7"), role=Role.AUTHOR)
    client.force_login(editor)
    form = f"{LIST}{opened.pk}/change/"
    client.get(form)  # what a process looks up once is known now
    with django_assert_num_queries(8):
        client.get(LIST)
    with django_assert_num_queries(37):
        client.get(form)
    with django_assert_num_queries(18):
        client.get("/admin/")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests")
@pytest.mark.parametrize("address", [LIST, f"{LIST}?state=draft", f"{LIST}?state=scheduled", f"{LIST}?state=trash", "/admin/"])
def test_no_page_reads_a_big_table_from_end_to_end(
    client: Client, editor: User, organization: Organization, address: str
) -> None:
    fill(organization, 100)
    client.force_login(editor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    steps = [step for query in queries for step in plan(query["sql"])]
    assert any(f"SEARCH {table}" in step for table in BIG for step in steps)
    assert [step for table in BIG for step in steps if step.startswith(f"SCAN {table}")] == []


def plan(statement: str) -> Iterator[str]:
    """Return the steps by which the database answers a question."""
    if statement.startswith("SELECT"):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            yield from (row[-1] for row in cursor.fetchall())
