"""Whose data somebody reaches with what they have proven."""

import pytest
from allauth.account.models import EmailAddress

from blog.privacy.person import Person
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_reaches_all_addresses_that_it_has_proven() -> None:
    user = UserFactory.create(email="one@example.org")
    EmailAddress.objects.create(user=user, email="Two@example.org", verified=True)
    EmailAddress.objects.create(user=user, email="three@example.org", verified=False)
    assert Person.of_account(user).emails == {"one@example.org", "two@example.org"}


@pytest.mark.parametrize("email", ["one@example.org", "two@example.org"])
def test_a_proven_address_reaches_the_account_that_it_signs_in_to(email: str) -> None:
    user = UserFactory.create(email="one@example.org")
    EmailAddress.objects.create(user=user, email="two@example.org", verified=True)
    assert Person.of_address(email) == Person.of_account(user)


def test_an_address_that_an_account_has_not_proven_reaches_no_account() -> None:
    EmailAddress.objects.create(user=UserFactory.create(), email="three@example.org", verified=False)
    assert Person.of_address("three@example.org") == Person(emails=frozenset({"three@example.org"}))


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_an_account_that_works_for_the_site_is_reached_by_signing_in_alone(right: str) -> None:
    user = UserFactory.create(email="one@example.org", **{right: True})
    person = Person.of_address("one@example.org")
    assert (person.user, person.has_locked_account) == (None, True)
    assert Person.of_account(user).user == user


def test_an_unknown_address_is_a_person_without_an_account() -> None:
    person = Person.of_address("nobody@example.org", visitor_key="a" * 64)
    assert person == Person(emails=frozenset({"nobody@example.org"}), visitor_key="a" * 64)
