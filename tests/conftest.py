"""Fixtures for all tests: the fixed cast."""

import pytest

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory


@pytest.fixture
def organization() -> Organization:
    return OrganizationFactory.create(name="Institute of Examples", short_name="IoE", slug="institute-of-examples")


@pytest.fixture
def other_organization() -> Organization:
    return OrganizationFactory.create(name="Other Chamber", slug="other-chamber")


def _member(organization: Organization, role: Role) -> User:
    user = UserFactory.create(email=f"{role}@example.org", name=f"The {role}", is_staff=True)
    MembershipFactory.create(user=user, organization=organization, role=role)
    return user


@pytest.fixture
def owner(organization: Organization) -> User:
    return _member(organization, Role.OWNER)


@pytest.fixture
def editor(organization: Organization) -> User:
    return _member(organization, Role.EDITOR)


@pytest.fixture
def author(organization: Organization) -> User:
    return _member(organization, Role.AUTHOR)


@pytest.fixture
def moderator(organization: Organization) -> User:
    return _member(organization, Role.MODERATOR)


@pytest.fixture
def stranger(other_organization: Organization) -> User:
    """Somebody with every right, in another organization."""
    user = UserFactory.create(email="stranger@example.org", name="The stranger", is_staff=True)
    MembershipFactory.create(user=user, organization=other_organization, role=Role.OWNER)
    return user


@pytest.fixture
def superuser() -> User:
    return UserFactory.create(email="root@example.org", name="Root", is_staff=True, is_superuser=True)
