"""The list of posts in admin is read from indexes at any size: of one organization or several, narrowed or not."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, CategoryFactory, PostFactory
from tests.plans import plan_of, sorted_in, steps_of

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests")
LIST = "/admin/posts/post/"


def read(client: Client, user: User, address: str) -> str:
    """Return the query by which a list finds its posts."""
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return next(query["sql"] for query in queries if "review_state" in query["sql"])


@pytest.fixture
def of_two(editor: User, other_organization: Organization) -> User:
    """Somebody who edits two organizations."""
    Membership.objects.create(user=editor, organization=other_organization, role=Role.EDITOR)
    return editor


@on_sqlite
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "post_of_desk "),
        ("?p=3", "post_of_desk "),
        ("?state=draft", "post_of_desk_undated"),
        ("?state=archived", "post_of_desk_archived"),
        ("?o=4", "post_of_organization"),
        ("?o=1", "post_of_desk "),
    ],
)
def test_a_member_s_list_comes_from_an_index_of_their_organization(
    client: Client, editor: User, query: str, index: str
) -> None:
    steps = plan_of(read(client, editor, LIST + query))
    assert any(parent == 0 and index in step for parent, step in steps), steps
    assert sorted_in(steps) == []


@on_sqlite
@pytest.mark.parametrize(
    ("query", "index"), [("", "post_recently_changed"), ("?state=draft", "post_undated"), ("?o=4", "newest")]
)
def test_a_superuser_s_list_comes_from_an_index(client: Client, superuser: User, query: str, index: str) -> None:
    steps = plan_of(read(client, superuser, LIST + query))
    assert any(parent == 0 and index in step for parent, step in steps), steps
    assert sorted_in(steps) == []


@on_sqlite
def test_of_several_organizations_only_what_was_read_of_each_is_sorted(client: Client, of_two: User) -> None:
    statement = read(client, of_two, LIST)
    steps = plan_of(statement)
    assert sum("post_of_desk " in step for _parent, step in steps) == 2
    assert sorted_in(steps) == [0]
    assert statement.count("LIMIT 50") == 3  # of each, and of both


def fill(organizations: list[Organization], count: int) -> None:
    first = Post.objects.count()
    dates = {"status": Status.PUBLISHED, "published_at": LONG_AGO, "first_published_at": LONG_AGO}
    Post.objects.bulk_create(
        Post(organization=organizations[number % len(organizations)], title="A post", slug=f"p-{number}", **dates)
        for number in range(first, first + count)
    )


@on_sqlite
def test_a_list_of_several_organizations_reads_the_same_at_any_size(
    client: Client, of_two: User, organization: Organization, other_organization: Organization
) -> None:
    third = Organization.objects.create(name="Third", slug="third")
    fill([organization, other_organization, third], 300)
    few = steps_of(read(client, of_two, LIST))
    fill([organization, other_organization, third, third, third], 3_000)
    assert steps_of(read(client, of_two, LIST)) < few * 1.2


def titles(client: Client, user: User, query: str = "") -> Iterator[str]:
    client.force_login(user)
    page = "".join(client.get(LIST + query).content.decode().split())
    return (title for title in "ABCDEF" if f">{title}</a>" in page)


def test_of_several_organizations_the_last_changed_posts_of_all_stand_there_and_of_no_other(
    client: Client, of_two: User, organization: Organization, other_organization: Organization
) -> None:
    third = Organization.objects.create(name="Third", slug="third")
    for title, owner in zip("ABCDE", (organization, other_organization, third, organization, other_organization), strict=True):
        PostFactory.create(title=title, organization=owner)
    assert list(titles(client, of_two)) == ["A", "B", "D", "E"]


def test_who_writes_for_one_and_edits_another_sees_all_of_the_other_and_their_own(
    client: Client, author: User, organization: Organization, other_organization: Organization
) -> None:
    Membership.objects.create(user=author, organization=other_organization, role=Role.EDITOR)
    for title, owner in zip("ABC", (organization, organization, other_organization), strict=True):
        PostFactory.create(title=title, organization=owner)
    Post.objects.get(title="A").authors.add(author)
    assert list(titles(client, author)) == ["A", "C"]


def test_who_belongs_to_more_organizations_than_are_merged_sees_the_same(
    client: Client, of_two: User, organization: Organization, other_organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    PostFactory.create(title="A", organization=organization)
    PostFactory.create(title="B", organization=other_organization)
    monkeypatch.setattr("blog.organizations.merging.MOST_MERGED", 1)
    assert list(titles(client, of_two)) == ["A", "B"]


def test_a_large_category_narrows_the_list_as_a_small_one_does(
    client: Client, editor: User, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    category = CategoryFactory.create()
    PostFactory.create(title="A", organization=organization, categories=[category])
    PostFactory.create(title="B", organization=organization)
    assert list(titles(client, editor, f"?category={category.pk}")) == ["A"]
    monkeypatch.setattr("blog.posts.models.terms.MANY_POSTS", 0)
    assert list(titles(client, editor, f"?category={category.pk}")) == ["A"]
    assert list(titles(client, editor, "?category=999999")) == []


def test_a_list_goes_back_a_bounded_number_of_rows_and_says_so(
    client: Client, editor: User, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blog.organizations.scoped_admin.BoundedPaginator.count", 100)
    fill([organization], 101)
    client.force_login(editor)
    assert "p=2" in client.get(LIST).content.decode()
    last = client.get(f"{LIST}?p=2").content.decode()
    assert "Narrow it or search." in last
    assert "p=3" not in last
    assert client.get(f"{LIST}?p=3").status_code == 302


def test_what_went_into_the_trash_last_stands_first(client: Client, editor: User, organization: Organization) -> None:
    for title, days in (("A", 1), ("B", 2)):
        post = PostFactory.create(title=title, organization=organization)
        Post.objects.filter(pk=post.pk).update(
            trashed_at=LONG_AGO + timedelta(days=days), updated_at=LONG_AGO - timedelta(days=days)
        )
    client.force_login(editor)
    page = client.get(f"{LIST}?state=trash").content.decode()
    assert re.findall(r">\s*([AB])\s*</t[dh]>", page) == ["B", "A"]


@on_sqlite
@pytest.mark.parametrize("state", ["approved", "changes_requested"])
def test_reviews_lead_to_what_was_decided_about(client: Client, editor: User, state: str) -> None:
    steps = plan_of(read(client, editor, f"{LIST}?state={state}"))
    assert (0, "SEARCH posts_post USING INTEGER PRIMARY KEY (rowid=?)") in steps
