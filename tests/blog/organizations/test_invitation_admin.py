"""The page of an organization's invitations in admin."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Invitation, Organization
from blog.organizations.roles import Role
from blog.organizations.services import invite, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(organization: Organization) -> str:
    return f"/admin/organizations/organization/{organization.pk}/invitations/"


@pytest.fixture
def of_owner(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def sent(client: Client, address: str, **fields: str) -> str:
    return " ".join(unescape(client.post(address, fields, follow=True).content.decode()).split())


def test_an_owner_invites_by_address_and_role(of_owner: Client, page: str) -> None:
    assert "The invitation is on its way." in sent(of_owner, page, email="New@example.org", role="editor")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by.email) == (  # type: ignore[union-attr]  # it is there
        "new@example.org",
        Role.EDITOR,
        "owner@example.org",
    )


@pytest.mark.parametrize(
    ("email", "role", "message"),
    [
        ("nobody", "author", "Enter a valid email address."),
        ("author@example.org", "author", "This person belongs to the organization already"),
        ("known@example.org", "author", "This address is invited already; send the mail again below."),
        ("new@example.org", "king", "Select a valid choice."),
    ],
)
@pytest.mark.usefixtures("author")
def test_what_cannot_be_sent_is_said(
    of_owner: Client, owner: User, organization: Organization, page: str, email: str, role: str, message: str
) -> None:
    invite(organization, "known@example.org", Role.AUTHOR, by=owner, at=timezone.now())
    assert message in sent(of_owner, page, email=email, role=role)
    assert Invitation.objects.count() == 1


def test_it_is_sent_again_and_taken_back(of_owner: Client, owner: User, organization: Organization, page: str) -> None:
    invitation = invite(organization, "new@example.org", Role.AUTHOR, by=owner, at=timezone.now() - timedelta(days=20))
    assert "It has run out" in of_owner.get(page).content.decode()
    assert "with a new link" in sent(of_owner, f"{page}{invitation.pk}/again/")
    assert "It has run out" not in of_owner.get(page).content.decode()
    assert "is taken back" in sent(of_owner, f"{page}{invitation.pk}/revoke/")
    assert "taken back on" in " ".join(of_owner.get(page).content.decode().split())
    assert "has ended already" in sent(of_owner, f"{page}{invitation.pk}/again/")
    assert not OutgoingMail.objects.filter(body__contains="/invitations/").exists()


def test_following_the_address_of_an_act_does_nothing(
    of_owner: Client, owner: User, organization: Organization, page: str
) -> None:
    invitation = invite(organization, "new@example.org", Role.AUTHOR, by=owner, at=timezone.now())
    for act in ("again", "revoke"):
        assert of_owner.get(f"{page}{invitation.pk}/{act}/").headers["Location"] == page
    assert Invitation.objects.open().get().mail_count == 1


def test_an_invitation_of_another_organization_is_not_there(
    of_owner: Client, superuser: User, other_organization: Organization, page: str
) -> None:
    invitation = invite(other_organization, "new@example.org", Role.AUTHOR, by=superuser, at=timezone.now())
    assert of_owner.post(f"{page}{invitation.pk}/revoke/").status_code == 404
    assert "new@example.org" not in of_owner.get(page).content.decode()
    assert of_owner.get(page.replace(page.split("/")[4], str(other_organization.pk))).status_code == 404


@pytest.mark.parametrize("role", ["editor", "author", "moderator", "stranger"])
def test_nobody_but_owners_opens_it(client: Client, request: pytest.FixtureRequest, page: str, role: str) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 404
    assert client.post(page, {"email": "new@example.org", "role": "owner"}).status_code == 404
    assert not Invitation.objects.exists()


def test_owners_find_the_way_to_it(of_owner: Client, client: Client, editor: User, page: str) -> None:
    form = page.replace("invitations/", "change/")
    assert page in of_owner.get(form).content.decode()
    client.force_login(editor)
    assert page not in client.get(form).content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_it_costs_the_same_queries_with_many(
    of_owner: Client,
    owner: User,
    organization: Organization,
    page: str,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        invite(organization, f"new{number}@example.org", Role.AUTHOR, by=owner, at=timezone.now())
        one = invite(organization, f"old{number}@example.org", Role.AUTHOR, by=owner, at=timezone.now())
        revoke(one, by=owner, at=timezone.now())
    with django_assert_num_queries(8):
        of_owner.get(page)
