"""Who belongs to an organization: taking in, other roles, going, and that one owner stays."""

from collections.abc import Callable
from functools import partial

import pytest

from blog.accounts.models import User
from blog.audit.models import Line
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.organizations.services import LastOwnerError, add_member, change_role, leave_organizations, remove_member
from tests.concurrency import AtOnce
from tests.concurrency import at_once as at_once  # noqa: PLC0414  # a fixture
from tests.factories import LONG_AGO, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def log() -> list[str]:
    return [f"{line} {line.before} {line.after}" for line in Line.objects.order_by("pk")]


def membership_of(user: User) -> Membership:
    return user.memberships.select_related("organization", "user").get()


def test_who_is_taken_in_may_enter_the_admin(organization: Organization, owner: User) -> None:
    newcomer = UserFactory.create(name="New One")
    add_member(organization, newcomer, Role.AUTHOR, by=owner, at=LONG_AGO)
    newcomer.refresh_from_db()
    assert (newcomer.is_staff, newcomer.memberships.get().role) == (True, Role.AUTHOR)
    assert log() == ["The owner took in New One {} {'role': 'author'}"]


def test_another_role_is_recorded_with_the_one_before(owner: User, author: User) -> None:
    change_role(membership_of(author), Role.EDITOR, by=owner, at=LONG_AGO)
    assert author.memberships.get().role == Role.EDITOR
    assert log() == ["The owner gave another role to The author {'role': 'author'} {'role': 'editor'}"]


def test_the_same_role_is_nothing_new(owner: User, author: User) -> None:
    change_role(membership_of(author), Role.AUTHOR, by=owner, at=LONG_AGO)
    assert log() == []


def test_who_is_removed_has_no_rights_any_more(owner: User, editor: User) -> None:
    membership = membership_of(editor)
    for _time in range(2):
        remove_member(membership, by=owner, at=LONG_AGO)
    assert not editor.memberships.exists()
    assert log() == ["The owner removed The editor {'role': 'editor'} {}"]


GO: list[Callable[..., None]] = [remove_member, partial(change_role, role=Role.AUTHOR)]


@pytest.mark.parametrize("go", GO)
def test_the_last_owner_stays(owner: User, editor: User, go: Callable[..., None]) -> None:
    with pytest.raises(LastOwnerError, match="Institute of Examples keeps at least one owner"):
        go(membership_of(owner), by=editor, at=LONG_AGO)
    assert owner.memberships.get().role == Role.OWNER
    assert log() == []


def test_an_owner_who_cannot_sign_in_counts_for_nothing(organization: Organization, owner: User) -> None:
    gone = UserFactory.create(is_active=False)
    MembershipFactory.create(organization=organization, role=Role.OWNER, user=gone)
    with pytest.raises(LastOwnerError):
        remove_member(membership_of(owner), by=owner, at=LONG_AGO)


@pytest.mark.parametrize("go", GO)
def test_a_superuser_may_take_the_last_owner_out(owner: User, superuser: User, go: Callable[..., None]) -> None:
    go(membership_of(owner), by=superuser, at=LONG_AGO)
    assert not owner.memberships.filter(role=Role.OWNER).exists()


@pytest.mark.parametrize("go", GO)
def test_of_two_owners_who_go_at_once_one_stays(at_once: AtOnce, organization: Organization, go: Callable[..., None]) -> None:
    owners = [MembershipFactory.create(organization=organization, role=Role.OWNER) for _number in range(2)]
    raised = at_once([partial(go, membership, by=membership.user, at=LONG_AGO) for membership in owners])
    assert [type(error) for error in raised] == [LastOwnerError]
    assert Membership.objects.filter(role=Role.OWNER).count() == 1


def test_a_person_leaves_all_organizations(owner: User, other_organization: Organization) -> None:
    MembershipFactory.create(user=owner, organization=other_organization, role=Role.MODERATOR)
    leave_organizations(owner, at=LONG_AGO)
    assert not owner.memberships.exists()
    assert [line.before for line in Line.objects.order_by("pk")] == [{"role": "owner"}, {"role": "moderator"}]


@pytest.mark.usefixtures("editor")
def test_the_last_owner_of_others_does_not_leave_them(owner: User) -> None:
    with pytest.raises(LastOwnerError):
        leave_organizations(owner, at=LONG_AGO)
    assert owner.memberships.exists()
