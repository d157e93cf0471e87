"""Organizations in admin: their profile, their policy and their people."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.redirects import services as redirects
from tests.factories import MembershipFactory, OrganizationFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Institute of Examples",
    "short_name": "",
    "kind": "institute",
    "tagline": "",
    "description": "",
    "founded_year": "",
    "country": "",
    "website": "",
    "email": "",
    "publishing_policy": "editors",
    "comment_policy": "open",
    "close_comments_after_days": "",
    "slug": "institute-of-examples",
}
Send = Callable[..., str]


def people(organization: Organization | None, *new: dict[str, str], **roles: str) -> dict[str, Any]:
    """Return the rows of people: those who are there, with a role of `roles` or gone where it is empty, and new ones."""
    known = list(organization.memberships.select_related("user").order_by("pk")) if organization else []
    sent: dict[str, Any] = {"memberships-TOTAL_FORMS": len(known) + len(new), "memberships-INITIAL_FORMS": len(known)}
    for number, membership in enumerate(known):
        row = f"memberships-{number}"
        sent |= {f"{row}-id": membership.pk, f"{row}-organization": membership.organization_id, f"{row}-role": membership.role}
        wanted = roles.get(membership.role, membership.role)
        sent |= {f"{row}-role": wanted} if wanted else {f"{row}-DELETE": "on"}
    for number, fields in enumerate(new, len(known)):
        sent |= {f"memberships-{number}-{name}": value for name, value in fields.items()}
    return sent


@pytest.fixture
def send(client: Client, organization: Organization, settings: Settings) -> Send:
    """Let a user send the form of the organization and return the page that follows."""
    models = ("organizations.Membership", "organizations.Organization")
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in models]  # row by row, as form sets do; locked

    def run(user: User, rows: dict[str, Any] | None = None, **changes: Any) -> str:
        client.force_login(user)
        form = PROFILE | (rows or people(organization)) | changes
        return unescape(
            client.post(f"/admin/organizations/organization/{organization.pk}/change/", form, follow=True).content.decode()
        )

    return run


def test_an_owner_changes_the_profile(send: Send, owner: User, organization: Organization) -> None:
    send(owner, tagline="Examples for all", description="<p>Good</p><script>x()</script>")
    organization.refresh_from_db()
    assert (organization.tagline, organization.description) == ("Examples for all", "<p>Good</p>")


def test_an_owner_chooses_the_color(send: Send, owner: User, organization: Organization) -> None:
    send(owner, accent_color="#FDD835")
    organization.refresh_from_db()
    assert (organization.accent_color, organization.accent_on_dark) == ("#fdd835", "#fdd835")
    assert organization.accent_on_light != "#fdd835"


@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", "url(x)", "#00000;"])
def test_what_is_no_color_is_refused(send: Send, owner: User, organization: Organization, color: str) -> None:
    assert "Give a colour such as #0b5959." in send(owner, accent_color=color)
    organization.refresh_from_db()
    assert organization.accent_color == ""


@pytest.mark.parametrize("role", ["editor", "author", "moderator"])
def test_nobody_else_changes_it(send: Send, request: pytest.FixtureRequest, role: str, organization: Organization) -> None:
    send(request.getfixturevalue(role), tagline="Mine now")
    organization.refresh_from_db()
    assert organization.tagline == ""


def test_an_editor_reads_the_profile_without_the_list_of_people(
    client: Client, editor: User, owner: User, organization: Organization
) -> None:
    client.force_login(editor)
    page = client.get(f"/admin/organizations/organization/{organization.pk}/change/").content.decode()
    assert organization.name in page
    assert owner.email not in page


@pytest.mark.parametrize("verb", ["add", "delete"])
def test_only_superusers_add_and_delete_organizations(
    client: Client, owner: User, organization: Organization, verb: str
) -> None:
    client.force_login(owner)
    address = "add" if verb == "add" else f"{organization.pk}/delete"
    assert client.post(f"/admin/organizations/organization/{address}/", PROFILE | people(None)).status_code == 404


def test_a_superuser_adds_one_with_its_address_made_from_its_name(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    client.post("/admin/organizations/organization/add/", PROFILE | people(None) | {"name": "New Chamber", "slug": ""})
    assert Organization.objects.get().slug == "new-chamber"


def test_a_new_address_is_announced_and_the_old_one_goes_on(send: Send, owner: User, client: Client) -> None:
    assert "The old one leads to it from now on." in send(owner, slug="ioe")
    assert client.get("/organizations/institute-of-examples/").headers["Location"] == "/organizations/ioe/"


def test_an_address_that_leads_elsewhere_is_refused(send: Send, owner: User) -> None:
    redirects.move(old_path="/organizations/ioe/", new_path="/organizations/other/")
    assert "This address was public before" in send(owner, slug="ioe")


def test_the_address_of_another_organization_is_refused(send: Send, owner: User) -> None:
    OrganizationFactory.create(slug="ioe")
    assert "Another organization has this address." in send(owner, slug="ioe")


def test_an_owner_adds_somebody_by_the_whole_address_and_lets_them_in(
    send: Send, owner: User, organization: Organization
) -> None:
    newcomer = UserFactory.create(email="new@example.org", is_staff=False)
    send(owner, people(organization, {"email": " New@Example.org ", "role": "author"}))
    newcomer.refresh_from_db()
    assert newcomer.memberships.get().role == Role.AUTHOR
    assert newcomer.is_staff


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("nobody@example.org", "Nobody with this address has an account here."),
        ("new@", "Enter a valid email address."),
        ("", "Give the person's address."),
        ("owner@example.org", "This person belongs to the organization already"),
    ],
)
def test_whoever_cannot_be_added_is_refused_in_words(
    send: Send, owner: User, organization: Organization, email: str, message: str
) -> None:
    UserFactory.create(email="new@example.org")
    assert message in send(owner, people(organization, {"email": email, "role": "moderator"}))
    assert Membership.objects.count() == 1


def test_one_person_is_not_added_twice_at_once(send: Send, owner: User, organization: Organization) -> None:
    UserFactory.create(email="new@example.org")
    rows = [{"email": "new@example.org", "role": role} for role in ("author", "editor")]
    page = send(owner, people(organization, *rows))
    assert "One person stands here twice" in page


@pytest.mark.parametrize("role", ["", "editor"])
def test_the_last_owner_cannot_go(send: Send, owner: User, organization: Organization, role: str) -> None:
    assert "An organization keeps at least one owner." in send(owner, people(organization, owner=role))
    assert owner.memberships.get().role == Role.OWNER


def test_an_owner_goes_when_there_is_another(send: Send, owner: User, organization: Organization) -> None:
    MembershipFactory.create(organization=organization, role=Role.EDITOR)
    send(owner, people(organization, owner="", editor="owner"))
    assert not owner.memberships.exists()


def test_a_superuser_may_leave_an_organization_without_an_owner(
    send: Send, superuser: User, owner: User, organization: Organization
) -> None:
    send(superuser, people(organization, owner=""))
    assert not owner.memberships.exists()


def test_an_organization_with_posts_is_not_deleted(client: Client, superuser: User, organization: Organization) -> None:
    PostFactory.create(organization=organization)
    client.force_login(superuser)
    address = f"/admin/organizations/organization/{organization.pk}/delete/"
    assert "the posts of Institute of Examples" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Organization.objects.exists()


def test_an_empty_organization_is_deleted_with_its_memberships(
    client: Client, superuser: User, owner: User, organization: Organization
) -> None:
    client.force_login(superuser)
    client.post(f"/admin/organizations/organization/{organization.pk}/delete/", {"post": "yes"})
    assert not Organization.objects.exists()
    assert User.objects.filter(pk=owner.pk).exists()


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_queries_at_any_length(
    client: Client, superuser: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    MembershipFactory.create_batch(rows)
    client.force_login(superuser)
    with django_assert_num_queries(4):
        client.get("/admin/organizations/organization/")
