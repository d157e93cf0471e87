"""Who may do what for an organization."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import CAPABILITIES, Capability, Role, roles_with
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
MANAGE, PUBLISH, WRITE, MODERATE = Capability.MANAGE, Capability.PUBLISH, Capability.WRITE, Capability.MODERATE
TABLE = {
    Role.OWNER: {MANAGE, PUBLISH, WRITE, MODERATE},
    Role.EDITOR: {PUBLISH, WRITE, MODERATE},
    Role.AUTHOR: {WRITE},
    Role.MODERATOR: {MODERATE},
}
CELLS = [(role, capability) for role in Role for capability in Capability]


def may(user: User | AnonymousUser, capability: Capability) -> set[str]:
    return set(Organization.objects.where_user_can(user, capability).values_list("slug", flat=True))


def test_every_role_stands_in_the_table() -> None:
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.parametrize(("role", "capability"), CELLS)
def test_a_role_grants_what_the_table_says(organization: Organization, role: Role, capability: Capability) -> None:
    user = UserFactory.create()
    MembershipFactory.create(user=user, organization=organization, role=role)
    expected = {organization.slug} if capability in TABLE[role] else set()
    assert may(user, capability) == expected
    assert (role in roles_with(capability)) is bool(expected)


@pytest.mark.parametrize("capability", Capability)
def test_nobody_may_do_anything_elsewhere(organization: Organization, stranger: User, capability: Capability) -> None:
    assert organization.slug not in may(stranger, capability)


@pytest.mark.parametrize("capability", Capability)
def test_somebody_signed_out_may_do_nothing(owner: User, capability: Capability) -> None:
    assert owner.memberships.exists()
    assert may(AnonymousUser(), capability) == set()


@pytest.mark.parametrize("capability", Capability)
def test_somebody_inactive_may_do_nothing(owner: User, superuser: User, capability: Capability) -> None:
    owner.is_active = superuser.is_active = False
    assert may(owner, capability) == set()
    assert may(superuser, capability) == set()


@pytest.mark.parametrize("capability", Capability)
def test_a_superuser_may_do_everything_everywhere(
    organization: Organization, other_organization: Organization, superuser: User, capability: Capability
) -> None:
    assert may(superuser, capability) == {organization.slug, other_organization.slug}


def test_being_staff_alone_grants_nothing(organization: Organization) -> None:
    assert organization.slug not in may(UserFactory.create(is_staff=True), WRITE)


def test_the_members_of_an_organization_see_it(organization: Organization, moderator: User, stranger: User) -> None:
    assert organization in Organization.objects.of_member(moderator)
    assert organization not in Organization.objects.of_member(stranger)
    assert not Organization.objects.of_member(AnonymousUser()).exists()


def test_a_superuser_sees_every_organization_and_an_inactive_one_none(organization: Organization, superuser: User) -> None:
    assert organization in Organization.objects.of_member(superuser)
    superuser.is_active = False
    assert not Organization.objects.of_member(superuser).exists()


def test_a_person_of_two_organizations_has_a_role_in_each(
    organization: Organization, other_organization: Organization, author: User
) -> None:
    MembershipFactory.create(user=author, organization=other_organization, role=Role.EDITOR)
    assert may(author, WRITE) == {organization.slug, other_organization.slug}
    assert may(author, PUBLISH) == {other_organization.slug}


def test_a_person_is_a_member_once(organization: Organization, author: User) -> None:
    with pytest.raises(IntegrityError):
        Membership.objects.bulk_create([Membership(user=author, organization=organization, role=Role.OWNER)])


def test_the_database_refuses_an_unknown_role(author: User) -> None:
    with pytest.raises(IntegrityError):
        author.memberships.update(role="emperor")


def test_a_membership_goes_with_its_person_and_its_organization(organization: Organization, author: User, editor: User) -> None:
    author.delete()
    assert [membership.user for membership in organization.memberships.all()] == [editor]
    organization.delete()
    assert not editor.memberships.exists()


def test_a_membership_says_who_is_what(author: User) -> None:
    assert str(author.memberships.get()) == "The author, Author"
