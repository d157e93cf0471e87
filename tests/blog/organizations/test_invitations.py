"""Inviting by mail: what is sent, who can accept, when not, and how often."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from blog.accounts.models import User
from blog.audit.models import Line
from blog.mailing.models import OutgoingMail
from blog.organizations.errors import (
    AlreadyMemberError,
    ExpiredInvitationError,
    InvitationError,
    OtherAddressError,
    RevokedInvitationError,
    TooManyInvitationsError,
    UnknownInvitationError,
    UsedInvitationError,
)
from blog.organizations.models import Invitation, Membership, Organization
from blog.organizations.roles import Role
from blog.organizations.services import (
    accept,
    delete_old_invitations,
    find_invitation,
    invite,
    remove_member,
    revoke,
    send_again,
)
from tests.concurrency import AtOnce
from tests.concurrency import at_once as at_once  # noqa: PLC0414  # a fixture
from tests.factories import LONG_AGO as NOW
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def link() -> str:
    """Return the token of the latest mail, whether it waits in the outbox or was sent."""
    bodies = [sent.body for sent in mail.outbox] + [OutgoingMail.objects.latest("pk").body]
    found = re.search(r"http://testserver/invitations/(\S+)/", next(str(body) for body in reversed(bodies) if body))
    assert found
    return found[1]


@pytest.fixture
def invitation(organization: Organization, owner: User) -> Invitation:
    return invite(organization, " New@Example.org ", Role.EDITOR, by=owner, at=NOW)


@pytest.fixture
def invited() -> User:
    return UserFactory.create(email="new@example.org", name="New One")


def test_a_mail_says_who_invites_to_what(invitation: Invitation, owner: User) -> None:
    put = OutgoingMail.objects.get()
    assert (put.recipient, put.subject) == ("new@example.org", "Institute of Examples invites you to Gazette")
    assert "The owner invites you to work for Institute of Examples on Gazette.\nYour role would be: Editor." in put.body
    assert owner.email not in put.body
    assert invitation.expires_at == NOW + timedelta(days=14)


@pytest.mark.usefixtures("invitation")
def test_the_secret_is_in_the_mail_alone() -> None:
    secret = link().partition(".")[0]
    assert len(secret) == 43
    assert not Invitation.objects.filter(secret_hash__contains=secret).exists()


@pytest.mark.usefixtures("invitation")
def test_who_accepts_belongs_to_the_organization_and_the_log_knows(invited: User, organization: Organization) -> None:
    accept(link(), by=invited, at=NOW)
    assert Membership.objects.get(user=invited, organization=organization).role == Role.EDITOR
    assert [str(line) for line in Line.objects.order_by("pk")] == [
        "The owner invited somebody as Editor",
        "New One accepted the invitation: New One",
    ]


@pytest.mark.usefixtures("invitation")
def test_it_is_accepted_once(invited: User) -> None:
    token = link()
    accept(token, by=invited, at=NOW)
    with pytest.raises(UsedInvitationError):
        accept(token, by=invited, at=NOW)


def test_accepting_twice_at_once_makes_one_membership(at_once: AtOnce, organization: Organization, owner: User) -> None:
    invite(organization, "new@example.org", Role.EDITOR, by=owner, at=NOW)
    token, invited = link(), UserFactory.create(email="new@example.org")
    raised = at_once([partial(accept, token, by=invited, at=NOW)] * 2)
    assert [type(error) for error in raised] == [UsedInvitationError]
    assert invited.memberships.count() == 1


@pytest.mark.usefixtures("invitation")
def test_nobody_accepts_for_another_address(stranger: User) -> None:
    with pytest.raises(OtherAddressError):
        accept(link(), by=stranger, at=NOW)
    assert Invitation.objects.open().exists()


@pytest.mark.usefixtures("invitation")
def test_it_runs_out(invited: User) -> None:
    with pytest.raises(ExpiredInvitationError):
        accept(link(), by=invited, at=NOW + timedelta(days=14))


def test_it_is_taken_back_with_its_mail(invitation: Invitation, owner: User) -> None:
    token = link()
    revoke(invitation, by=owner, at=NOW)
    assert not OutgoingMail.objects.exists()
    with pytest.raises(RevokedInvitationError):
        find_invitation(token, at=NOW)
    for act in (revoke, send_again):
        with pytest.raises(RevokedInvitationError):
            act(invitation, by=owner, at=NOW)


def test_it_counts_as_long_as_who_sent_it_may_invite(
    invitation: Invitation, owner: User, superuser: User, organization: Organization
) -> None:
    token = link()
    remove_member(owner.memberships.select_related("user").get(), by=superuser, at=NOW)
    with pytest.raises(RevokedInvitationError):
        find_invitation(token, at=NOW)
    MembershipFactory.create(user=owner, organization=organization, role=Role.OWNER)
    assert find_invitation(token, at=NOW) == invitation
    owner.delete()
    with pytest.raises(RevokedInvitationError):
        find_invitation(token, at=NOW)


def test_sent_again_the_new_link_alone_works(invitation: Invitation, owner: User) -> None:
    before = link()
    send_again(invitation, by=owner, at=NOW + timedelta(days=20))
    assert OutgoingMail.objects.count() == 1
    assert find_invitation(link(), at=NOW + timedelta(days=33)) == invitation
    with pytest.raises(UnknownInvitationError):
        find_invitation(before, at=NOW)


@pytest.mark.usefixtures("invitation")
@pytest.mark.parametrize("token", ["", "unknown", "a.b", "\ud800.x"])
def test_a_link_that_nobody_was_sent_is_not_known(token: str) -> None:
    with pytest.raises(UnknownInvitationError):
        find_invitation(token, at=NOW)


@pytest.mark.usefixtures("invitation")
def test_a_link_with_another_signature_is_not_known() -> None:
    with pytest.raises(UnknownInvitationError):
        find_invitation(f"{link()}x", at=NOW)


def test_a_member_keeps_the_role_that_they_have(invitation: Invitation, invited: User, organization: Organization) -> None:
    MembershipFactory.create(user=invited, organization=organization, role=Role.AUTHOR)
    accept(link(), by=invited, at=NOW)
    assert invited.memberships.get().role == Role.AUTHOR
    invitation.refresh_from_db()
    assert invitation.accepted_at == NOW


def test_a_member_is_not_invited(organization: Organization, owner: User, author: User) -> None:
    with pytest.raises(AlreadyMemberError, match="belongs to the organization already"):
        invite(organization, author.email, Role.EDITOR, by=owner, at=NOW)


@pytest.mark.usefixtures("invitation")
def test_one_address_is_invited_once_at_a_time(organization: Organization, owner: User) -> None:
    with pytest.raises(IntegrityError, match=r"invitation_open_once|UNIQUE"), transaction.atomic():
        invite(organization, "new@example.org", Role.AUTHOR, by=owner, at=NOW)
    assert OutgoingMail.objects.count() == 1


def test_an_organization_sends_so_many_a_day(organization: Organization, owner: User) -> None:
    for number in range(50):
        invite(organization, f"new{number}@example.org", Role.AUTHOR, by=owner, at=NOW)
    with pytest.raises(TooManyInvitationsError):
        invite(organization, "one.more@example.org", Role.AUTHOR, by=owner, at=NOW + DAY - timedelta(seconds=1))
    invite(organization, "one.more@example.org", Role.AUTHOR, by=owner, at=NOW + DAY)


def test_a_mailbox_is_not_filled_by_many_organizations(owner: User) -> None:
    for _number in range(5):
        invite(OrganizationFactory.create(), "new@example.org", Role.AUTHOR, by=owner, at=NOW)
    with pytest.raises(TooManyInvitationsError):
        invite(OrganizationFactory.create(), "new@example.org", Role.AUTHOR, by=owner, at=NOW)


def test_one_invitation_is_mailed_so_often(invitation: Invitation, owner: User) -> None:
    for number in range(1, 5):
        send_again(invitation, by=owner, at=NOW + number * DAY)
    with pytest.raises(TooManyInvitationsError):
        send_again(invitation, by=owner, at=NOW + 10 * DAY)


def test_what_has_ended_is_deleted_after_some_months(invitation: Invitation) -> None:
    end = invitation.expires_at + timedelta(days=90)
    assert delete_old_invitations(at=end) == 0
    assert delete_old_invitations(at=end + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"role": "king"}, "invitation_role_is_known"),
        ({"email": "New@example.org"}, "invitation_email_is_lower_case"),
        ({"email": ""}, "invitation_email_is_lower_case"),
        ({"accepted_at": NOW, "revoked_at": NOW}, "invitation_ends_once"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(invitation: Invitation, columns: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**columns)


def test_each_refusal_is_one_of_invitations() -> None:
    assert all(issubclass(error, InvitationError) for error in (AlreadyMemberError, TooManyInvitationsError))
