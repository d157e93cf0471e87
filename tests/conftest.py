"""Fixtures for all tests: the fixed cast, in a database that counts from one."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from functools import cache

import pytest
from django.core.management.color import no_style
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from blog.accounts.models import User
from blog.media import renditions
from blog.media.processing import Picture, renditions_of
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Category, Post, Series, Tag
from tests.as_made import restoring
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory
from tests.through_cache import beside_the_cache

COLLECTED_AFTER_OBJECTS = 50_000  # Python's own 2,000 have it walk through all that a test suite keeps again and again
gc.set_threshold(COLLECTED_AFTER_OBJECTS)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take the longest: begun last, they would leave every other processor idle at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True, scope="session")
def _pass_over_what_stays(django_db_setup: None) -> None:  # noqa: ARG001  # what it leaves stays as well
    """Let the garbage collector look at what the tests make, not at the site and the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _leave_the_database_as_made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001  # it is there
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(restoring())
        yield


@pytest.fixture(autouse=True, scope="session")
def _encode_each_picture_once() -> Iterator[None]:
    """Remember the renditions of the pictures that tests share; those that are about encoding ask for it themselves."""

    @cache
    def remembered(picture: Picture) -> tuple[Picture, ...]:
        return tuple(renditions_of(picture))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renditions, "renditions_of", remembered)
        yield


@pytest.fixture(autouse=True)
def _count_from_one(request: pytest.FixtureRequest) -> None:
    """Let what has a file in the sitemap be numbered from one: PostgreSQL takes no number back when a test is rolled back."""
    if request.node.get_closest_marker("django_db") is None or connection.vendor != "postgresql":
        return
    in_files = [Post, Organization, Series, Category, Tag]
    with connection.cursor() as cursor:
        cursor.execute(";".join(connection.ops.sequence_reset_sql(no_style(), in_files)))


@pytest.fixture(autouse=True)
def _compare_with_the_page_cache() -> Iterator[None]:
    """With TEST_PAGE_CACHE=1, see that the page cache gives what Django answers to the clients of tests."""
    with beside_the_cache() if os.environ.get("TEST_PAGE_CACHE") else nullcontext():
        yield


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
