"""Users: one person per address, and an address that the public never reads."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from blog.accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_lower_case_without_white_space() -> None:
    assert User.objects.create_user("  Reader@Example.ORG ").email == "reader@example.org"


@pytest.mark.parametrize("empty", ["", "   "])
def test_a_user_without_an_address_is_refused(empty: str) -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user(empty)


def test_a_user_made_without_a_password_has_none_that_fits() -> None:
    user = User.objects.create_user("reader@example.org")
    assert not user.has_usable_password()
    assert not user.is_staff
    assert not user.is_superuser


def test_a_superuser_may_do_everything() -> None:
    user = User.objects.create_superuser("root@example.org", "long enough a secret")
    assert user.is_staff
    assert user.is_superuser
    assert user.check_password("long enough a secret")


def test_somebody_signs_in_however_the_address_is_typed() -> None:
    user = User.objects.create_user("reader@example.org", "long enough a secret")
    assert authenticate(username=" READER@example.org", password="long enough a secret") == user


def test_two_users_cannot_share_an_address() -> None:
    User.objects.create_user("reader@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create_user("READER@example.org")


def test_the_database_refuses_an_address_with_capitals_in_an_update() -> None:
    user = User.objects.create_user("reader@example.org")
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=user.pk).update(email="Reader@example.org")


def test_the_database_refuses_an_address_with_capitals_in_a_bulk_insert() -> None:
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="Reader@example.org")])


def test_a_form_brings_the_address_to_lower_case() -> None:
    user = User(email="Reader@example.org")
    user.clean()
    assert user.email == "reader@example.org"


def test_a_form_refuses_what_is_no_address() -> None:
    user = User(email="not an address", password="!")
    with pytest.raises(ValidationError) as refusal:
        user.full_clean()
    assert set(refusal.value.message_dict) == {"email"}


@pytest.mark.parametrize("name", ["", "   "])
def test_the_public_never_reads_the_address_of_somebody_without_a_name(name: str) -> None:
    user = User(email="reader@example.org", name=name)
    assert user.get_full_name() == "Member"
    assert user.get_short_name() == "Member"


def test_the_public_reads_the_name() -> None:
    user = User(email="reader@example.org", name="Reader One")
    assert user.get_full_name() == "Reader One"
    assert user.get_short_name() == "Reader"


def test_admin_shows_the_address_of_somebody_without_a_name() -> None:
    assert str(User(email="reader@example.org")) == "reader@example.org"
    assert str(User(email="reader@example.org", name="Reader One")) == "Reader One"
