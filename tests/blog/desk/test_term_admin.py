"""Categories and tags in admin: everybody's, so few may change them."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.desk.admin import terms
from blog.organizations.models import Organization
from blog.posts.models import Category, Tag
from blog.redirects import services as redirects
from tests.factories import CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NEW = {"name": "Trade", "slug": "trade", "description": ""}


@pytest.mark.parametrize(
    ("role", "kind", "is_made"),
    [
        ("author", "tag", True),
        ("editor", "tag", True),
        ("editor", "category", True),
        ("author", "category", False),
        ("moderator", "tag", False),
    ],
)
def test_who_writes_adds_tags_and_who_publishes_adds_categories(
    client: Client,
    request: pytest.FixtureRequest,
    role: str,
    kind: str,
    is_made: bool,  # noqa: FBT001
) -> None:
    client.force_login(request.getfixturevalue(role))
    client.post(f"/admin/posts/{kind}/add/", NEW)
    assert (Category.objects.count() + Tag.objects.count() == 1) is is_made


@pytest.mark.parametrize("verb", ["change", "delete"])
def test_an_owner_of_one_organization_changes_no_term_of_all(client: Client, owner: User, verb: str) -> None:
    tag = TagFactory.create(name="Kept")
    client.force_login(owner)
    client.post(f"/admin/posts/tag/{tag.pk}/{verb}/", NEW | {"post": "yes"})
    tag.refresh_from_db()
    assert tag.name == "Kept"


def test_a_new_address_of_a_term_keeps_the_old_one_alive(client: Client, superuser: User) -> None:
    tag = TagFactory.create(slug="commerce")
    client.force_login(superuser)
    client.post(f"/admin/posts/tag/{tag.pk}/change/", NEW)
    assert client.get("/tags/commerce/").headers["Location"] == "/tags/trade/"


def test_the_address_of_a_deleted_term_says_that_it_is_gone(client: Client, superuser: User) -> None:
    category = CategoryFactory.create(slug="commerce")
    client.force_login(superuser)
    client.post(f"/admin/posts/category/{category.pk}/delete/", {"post": "yes"})
    assert client.get("/categories/commerce/").status_code == 410


def test_several_terms_are_deleted_each_as_from_its_own_page(client: Client, superuser: User, settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # each goes by itself
    tags = TagFactory.create_batch(2)
    client.force_login(superuser)
    chosen = {"action": "delete_selected", "_selected_action": [tag.pk for tag in tags], "post": "yes"}
    client.post("/admin/posts/tag/", chosen)
    assert [redirects.is_promised(tag.get_absolute_url()) for tag in tags] == [True, True]


def test_an_address_that_leads_elsewhere_is_refused(client: Client, superuser: User) -> None:
    redirects.retire("/tags/trade/")
    client.force_login(superuser)
    assert "This address was public before" in client.post("/admin/posts/tag/add/", NEW).content.decode()


def test_the_figures_count_the_posts_that_the_reader_edits(
    client: Client, editor: User, organization: Organization, other_organization: Organization
) -> None:
    tag = TagFactory.create()
    PostFactory.create_batch(2, organization=organization, tags=[tag])
    PostFactory.create_batch(5, organization=other_organization, tags=[tag])
    client.force_login(editor)
    assert figure(client) == "2"


def figure(client: Client) -> str:
    """Return how many posts the list says that its last tag has."""
    cell = client.get("/admin/posts/tag/").content.decode().rpartition("field-post_total")[2]
    return cell.partition(">")[2].partition("<")[0].strip()


@pytest.mark.parametrize(("counted", "shown"), [(2, "2+"), (3, "3")])
def test_a_superuser_s_figures_go_up_to_a_bound(
    client: Client, superuser: User, counted: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "COUNTED", counted)
    PostFactory.create_batch(3, tags=[TagFactory.create()])
    client.force_login(superuser)
    assert figure(client) == shown


@pytest.mark.parametrize(("counted", "shown"), [(2, "1+"), (3, "2")])
def test_a_member_s_figures_are_those_of_the_posts_that_changed_last(
    client: Client, editor: User, organization: Organization, counted: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "COUNTED", counted)
    tag = TagFactory.create()
    for tags in ([tag], [tag], []):
        PostFactory.create(organization=organization, tags=tags)
    client.force_login(editor)
    assert figure(client) == shown


@pytest.mark.parametrize("rows", [1, 40])
def test_the_list_costs_the_same_queries_at_any_length(
    client: Client, superuser: User, organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        PostFactory.create(organization=organization, tags=[TagFactory.create()])
    client.force_login(superuser)
    with django_assert_num_queries(4):
        client.get("/admin/posts/tag/")
