"""Fixtures for all tests: the fixed cast, in a database that counts from one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Category, Post, Series, Tag
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory


@pytest.fixture(autouse=True, scope="session")
def _flush_the_audit_log_too(django_db_setup: None) -> None:  # noqa: ARG001  # the database is there
    """Let the suite empty its database between tests with threads; SQLite's trigger refuses that to everybody else."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL truncates
    sql_flush: Callable[..., list[str]] = connection.ops.sql_flush

    def without_trigger(*args: Any, **options: Any) -> list[str]:
        name = "audit_line_no_delete"
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            [(made_by,)] = cursor.fetchall()
        return [f"DROP TRIGGER {name}", *sql_flush(*args, **options), made_by]

    connection.ops.sql_flush = without_trigger  # type: ignore[method-assign]  # of the suite's own connection


@pytest.fixture(autouse=True)
def _count_from_one(request: pytest.FixtureRequest) -> None:
    """Let what has a file in the sitemap be numbered from one: PostgreSQL takes no number back when a test is rolled back."""
    if request.node.get_closest_marker("django_db") is None or connection.vendor != "postgresql":
        return
    in_files = [Post, Organization, Series, Category, Tag]
    with connection.cursor() as cursor:
        cursor.execute(";".join(connection.ops.sequence_reset_sql(no_style(), in_files)))


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
