"""Block lists and bans in admin: whose they are, and who sees them."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.spam.models import Ban, BanKind, BlockedEntry, ListedKind
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
ENTRIES, BANS = "/admin/spam/blockedentry/", "/admin/spam/ban/"
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
WORD = {"kind": "word", "value": "Casino", "note": ""}
GUEST = {"email": "guest@example.org", "network": "", "kind": "hold", "reason": "Insults", "until_0": "", "until_1": ""}


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def page_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def entry(organization: Organization | None, value: str = "casino") -> BlockedEntry:
    return BlockedEntry.objects.create(organization=organization, kind=ListedKind.WORD, value=value)


def banned(organization: Organization | None, email: str = "guest@example.org") -> Ban:
    return Ban.objects.create(organization=organization, email=email, created_at=NOW)


@pytest.mark.parametrize("role", ["owner", "editor", "moderator"])
def test_whoever_moderates_adds_to_the_list(
    client: Client, request: pytest.FixtureRequest, role: str, organization: Organization
) -> None:
    user = request.getfixturevalue(role)
    sign_in(client, user).post(f"{ENTRIES}add/", WORD | {"organization": organization.pk})
    new = BlockedEntry.objects.get()
    assert (new.value, new.organization, new.created_by) == ("casino", organization, user)


def test_who_added_an_entry_stays_when_somebody_changes_it(
    client: Client, moderator: User, owner: User, organization: Organization
) -> None:
    sign_in(client, moderator).post(f"{ENTRIES}add/", WORD | {"organization": organization.pk})
    pk = BlockedEntry.objects.get().pk
    sign_in(client, owner).post(f"{ENTRIES}{pk}/change/", WORD | {"organization": organization.pk, "note": "Spam"})
    changed = BlockedEntry.objects.get()
    assert (changed.note, changed.created_by) == ("Spam", moderator)


@pytest.mark.parametrize("address", [ENTRIES, f"{ENTRIES}add/", BANS, f"{BANS}add/"])
def test_authors_have_no_such_pages(client: Client, author: User, address: str) -> None:
    assert sign_in(client, author).get(address).status_code == 404
    assert "Block list" not in page_of(client, "/admin/")


def test_they_stand_in_the_navigation_of_moderators(client: Client, moderator: User) -> None:
    page = page_of(sign_in(client, moderator), "/admin/")
    assert ENTRIES in page
    assert BANS in page


@pytest.mark.parametrize("place", ["other", "site"])
@pytest.mark.parametrize(("address", "make"), [(ENTRIES, entry), (BANS, banned)])
def test_rows_of_others_and_of_the_site_are_not_there(
    client: Client, moderator: User, other_organization: Organization, place: str, address: str, make: Any
) -> None:
    row = make(other_organization if place == "other" else None)
    sign_in(client, moderator)
    assert str(row) not in page_of(client, address)
    for verb in ("change", "delete", "history"):
        assert client.get(f"{address}{row.pk}/{verb}/").status_code in {302, 404}
        client.post(f"{address}{row.pk}/{verb}/", {"post": "yes"})
    client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("place", ["other", "site"])
def test_members_add_for_their_own_organizations_alone(
    client: Client, moderator: User, organization: Organization, other_organization: Organization, place: str
) -> None:
    sign_in(client, moderator)
    chosen = str(other_organization.pk) if place == "other" else ""
    for address, fields in ((f"{ENTRIES}add/", WORD), (f"{BANS}add/", GUEST)):
        assert client.post(address, fields | {"organization": chosen}).status_code == 200
    own = entry(organization)
    client.post(f"{ENTRIES}{own.pk}/change/", WORD | {"organization": chosen})
    own.refresh_from_db()
    assert (own.organization, BlockedEntry.objects.count(), Ban.objects.count()) == (organization, 1, 0)


def test_of_several_organizations_those_are_offered_that_one_moderates(
    client: Client, moderator: User, organization: Organization, other_organization: Organization
) -> None:
    page = page_of(sign_in(client, moderator), f"{ENTRIES}add/")
    assert organization.name in page
    assert other_organization.name not in page
    MembershipFactory.create(user=moderator, organization=other_organization, role=Role.AUTHOR)
    assert other_organization.name not in page_of(client, f"{ENTRIES}add/")


def test_a_superuser_lists_for_the_whole_site(client: Client, superuser: User) -> None:
    sign_in(client, superuser).post(f"{ENTRIES}add/", WORD | {"organization": ""})
    sign_in(client, superuser).post(f"{BANS}add/", GUEST | {"organization": "", "user": ""})
    assert (BlockedEntry.objects.get().organization, Ban.objects.get().organization) == (None, None)
    assert "The whole site" in page_of(client, ENTRIES)


def test_a_superuser_bans_an_account(client: Client, superuser: User, organization: Organization) -> None:
    reader = UserFactory.create(name="Reader One")
    fields = GUEST | {"organization": organization.pk, "user": reader.pk, "email": "", "kind": "refuse"}
    sign_in(client, superuser).post(f"{BANS}add/", fields)
    new = Ban.objects.get()
    assert (new.user, new.kind, new.created_by) == (reader, BanKind.REFUSE, superuser)
    assert "Reader One" in page_of(client, BANS)


def test_a_moderator_bans_an_address_and_lifts_the_ban(client: Client, moderator: User, organization: Organization) -> None:
    sign_in(client, moderator).post(f"{BANS}add/", GUEST | {"organization": organization.pk, "network": "192.0.2.7"})
    new = Ban.objects.get()
    assert (new.email, new.network, new.created_by) == ("guest@example.org", "192.0.2.7/32", moderator)
    client.post(f"{BANS}{new.pk}/delete/", {"post": "yes"})
    assert Ban.objects.count() == 0


def test_a_moderator_sees_which_account_is_banned_and_cannot_put_another_in_its_place(
    client: Client, moderator: User, organization: Organization
) -> None:
    reader, other = UserFactory.create(name="Reader One"), UserFactory.create()
    ban = Ban.objects.create(organization=organization, user=reader, created_at=NOW)
    page = page_of(sign_in(client, moderator), f"{BANS}{ban.pk}/change/")
    assert "Reader One" in page
    assert reader.email not in page
    client.post(f"{BANS}{ban.pk}/change/", GUEST | {"organization": organization.pk, "email": "", "user": other.pk})
    ban.refresh_from_db()
    assert (ban.user, ban.reason) == (reader, "Insults")


@pytest.mark.parametrize(
    ("address", "fields", "message"),
    [
        (ENTRIES, WORD | {"kind": "network"}, "Write a network address such as"),
        (ENTRIES, WORD | {"value": "Listed"}, "This stands on the list already."),
        (BANS, GUEST | {"email": ""}, "Say who is banned"),
        (BANS, GUEST | {"email": "name"}, "Write an address such as name@example.com."),
    ],
)
def test_what_is_wrong_is_said_in_words(
    client: Client, moderator: User, organization: Organization, address: str, fields: dict[str, str], message: str
) -> None:
    entry(organization, "listed")
    response = sign_in(client, moderator).post(f"{address}add/", fields | {"organization": organization.pk})
    assert message in unescape(response.content.decode())


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize(("address", "make"), [(ENTRIES, entry), (BANS, banned)])
def test_a_list_costs_the_same_at_any_length(
    client: Client,
    moderator: User,
    organization: Organization,
    rows: int,
    address: str,
    make: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        make(organization, f"name{number}@example.org")
    sign_in(client, moderator)
    with django_assert_num_queries(5):
        client.get(address)
