"""The audit log in admin: who reads what of it, and that nobody writes in it."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.audit.models import Line
from blog.audit.services import record
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from blog.posts.models import Post, Tag
from tests.factories import LONG_AGO, MembershipFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
LOG = "/admin/audit/line/"
Read = Callable[..., str]


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="The recorded post")


@pytest.fixture
def line(post: Post, editor: User) -> Line:
    changed = {"before": {"title": "The old words"}, "after": {"title": "The recorded post"}}
    return record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=editor, at=LONG_AGO, **changed)


@pytest.fixture
def read(client: Client) -> Read:
    """Open a page of the log and return it, each run of white space as one space."""

    def page(user: User, address: str = LOG) -> str:
        client.force_login(user)
        return " ".join(client.get(address).content.decode().split())

    return page


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("role", ["owner", "editor", "superuser"])
def test_the_log_says_who_did_what_and_when(read: Read, request: pytest.FixtureRequest, role: str) -> None:
    table = read(request.getfixturevalue(role)).partition('id="result_list"')[2]
    for words in ("The editor", "changed", "The recorded post", "title", "Institute of Examples", "Aug. 9, 2017"):
        assert words in table
    assert "editor@example.org" not in table


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_nobody_below_an_editor_opens_it(client: Client, request: pytest.FixtureRequest, role: str, line: Line) -> None:
    client.force_login(request.getfixturevalue(role))
    assert [client.get(address).status_code for address in (LOG, f"{LOG}{line.pk}/change/")] == [404, 404]


def test_a_stranger_finds_nothing_of_it(read: Read, client: Client, stranger: User, line: Line) -> None:
    assert "The recorded post" not in read(stranger)
    assert client.get(f"{LOG}{line.pk}/change/").status_code in {302, 404}


def test_what_belongs_to_the_site_is_for_superusers(read: Read, superuser: User, owner: User) -> None:
    record(Verb.TERMS_ADD, TagFactory.create(name="Trade winds"), organization=None, by=superuser, at=LONG_AGO)
    assert "Trade winds" in read(superuser)
    assert "Trade winds" not in read(owner)


def test_a_line_has_a_page_with_both_sides_and_leads_to_the_row(read: Read, editor: User, line: Line, post: Post) -> None:
    page = read(editor, f"{LOG}{line.pk}/change/")
    for words in ("The old words", "The recorded post", "Before", "After", f"/admin/posts/post/{post.pk}/change/"):
        assert words in page


def test_a_row_that_is_gone_is_named_without_a_way_to_it(read: Read, editor: User, line: Line, post: Post) -> None:
    number = post.pk
    post.delete()
    page = read(editor, f"{LOG}{line.pk}/change/")
    assert "The recorded post" in page
    assert f"/admin/posts/post/{number}/change/" not in page


def test_nobody_writes_in_it(client: Client, superuser: User, line: Line) -> None:
    client.force_login(superuser)
    for address in (f"{LOG}add/", f"{LOG}{line.pk}/delete/"):
        assert client.post(address, {"post": "yes"}).status_code == 404
    client.post(f"{LOG}{line.pk}/change/", {"object_words": "Other words"})
    line.refresh_from_db()
    assert line.object_words == "The recorded post"


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kind=posts", True),
        ("kind=people", False),
        ("kind=unknown", True),
        ("verb=posts.change", True),
        ("verb=posts.publish", False),
        ("verb=unknown", True),
        ("at_from=2017-08-09&at_to=2017-08-09", True),
        ("at_from=2017-08-10", False),
        ("q=recorded", True),
        ("q=absent", False),
    ],
)
def test_the_log_is_narrowed(read: Read, owner: User, query: str, *, is_found: bool) -> None:
    assert ("The recorded post" in read(owner, f"{LOG}?{query}").partition('id="result_list"')[2]) is is_found


@pytest.mark.usefixtures("line")
def test_the_log_is_narrowed_to_a_person(read: Read, owner: User, editor: User, stranger: User) -> None:
    page = read(owner, f"{LOG}?by={editor.pk}")
    assert "The recorded post" in page.partition('id="result_list"')[2]
    assert stranger.name not in page
    assert "The recorded post" not in read(owner, f"{LOG}?by={owner.pk}").partition('id="result_list"')[2]
    assert "The recorded post" in read(owner, f"{LOG}?by=nobody")


@pytest.mark.parametrize("rows", [1, 50])
def test_the_log_costs_the_same_queries_at_any_length(
    client: Client, post: Post, owner: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        person = MembershipFactory.create(organization=post.organization).user
        record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=person, at=LONG_AGO)
    client.force_login(owner)
    with django_assert_num_queries(7):
        client.get(LOG)


def test_terms_and_redirects_are_recorded(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    client.post("/admin/posts/tag/add/", {"name": "Trade", "slug": "trade", "description": ""})
    tag = Tag.objects.get()
    client.post(f"/admin/posts/tag/{tag.pk}/change/", {"name": "Commerce", "slug": "trade", "description": ""})
    client.post(f"/admin/posts/tag/{tag.pk}/delete/", {"post": "yes"})
    client.post("/admin/redirects/redirect/add/", {"old_path": "/old/", "new_path": "/new/"})
    assert [str(line) for line in Line.objects.order_by("pk")] == [
        "Root added the term Trade",
        "Root changed the term Commerce",
        "Root deleted the term Commerce",
        "Root set the redirect /old/ → /new/",
    ]
    assert Line.objects.order_by("pk")[1].before == {"name": "Trade"}


def test_what_owners_and_superusers_do_to_organizations_is_recorded(
    client: Client, superuser: User, organization: Organization
) -> None:
    from tests.blog.organizations.test_organization_admin import PROFILE, people  # noqa: PLC0415

    client.force_login(superuser)
    address = f"/admin/organizations/organization/{organization.pk}"
    client.post(f"{address}/change/", PROFILE | people(organization) | {"tagline": "New words"})
    client.post(f"{address}/delete/", {"post": "yes"})
    assert [line.deed for line in Line.objects.order_by("pk")] == ["changed the organization", "deleted the organization"]
    assert Line.objects.order_by("pk")[0].after == {"short_name": "", "kind": "institute", "tagline": "New words"}
