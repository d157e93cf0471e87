"""Bans: whom they concern, where, and for how long."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.spam.models import Ban, BanKind, Culprit
from blog.spam.services import ban, is_refused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def reader() -> User:
    return UserFactory.create(email="reader.one@example.org", name="Reader One")


def refuse(organization: Organization | None, moderator: User | None = None, **whom: Any) -> Ban:
    return ban(organization=organization, **whom, kind=BanKind.REFUSE, reason="Spam again", by=moderator, at=NOW)


def concerns(organization: Organization, at: datetime = NOW, **whom: Any) -> bool:
    return is_refused(Culprit(**whom), organization=organization.pk, at=at)


def test_a_ban_says_who_made_it_when_and_why(organization: Organization, moderator: User, reader: User) -> None:
    new = refuse(organization, moderator, user=reader)
    new.refresh_from_db()
    assert (new.user, new.created_by, new.created_at, new.reason) == (reader, moderator, NOW, "Spam again")


def test_an_account_is_banned(organization: Organization, reader: User) -> None:
    refuse(organization, user=reader)
    assert concerns(organization, user_id=reader.pk)
    assert not concerns(organization, user_id=UserFactory.create().pk)


def test_an_address_is_banned_however_it_is_typed(organization: Organization) -> None:
    refuse(organization, email="Guest@Example.org")
    assert concerns(organization, email="guest@EXAMPLE.org")
    assert not concerns(organization, email="other@example.org")


def test_a_network_is_banned_with_every_address_in_it(organization: Organization) -> None:
    refuse(organization, network="192.0.2.0/24")
    assert concerns(organization, address=ip_address("192.0.2.200"))
    assert not concerns(organization, address=ip_address("192.0.3.1"))


def test_a_browser_is_banned(organization: Organization) -> None:
    refuse(organization, visitor_key="a" * 64)
    assert concerns(organization, visitor_key="a" * 64)
    assert not concerns(organization, visitor_key="b" * 64)


def test_of_several_things_that_are_known_each_suffices(organization: Organization, reader: User) -> None:
    refuse(organization, user=reader, email=reader.email, network="192.0.2.7")
    for known in ({"user_id": reader.pk}, {"email": reader.email}, {"address": ip_address("192.0.2.7")}):
        assert concerns(organization, **known)


def test_whoever_is_not_known_at_all_is_not_banned(organization: Organization) -> None:
    refuse(organization, email="guest@example.org")
    assert not concerns(organization)
    assert not concerns(organization, email="no address")


def test_a_ban_holds_for_its_organization_alone(organization: Organization, other_organization: Organization) -> None:
    refuse(other_organization, email="guest@example.org")
    assert not concerns(organization, email="guest@example.org")


def test_a_ban_of_the_site_holds_everywhere(organization: Organization) -> None:
    refuse(None, email="guest@example.org")
    assert concerns(organization, email="guest@example.org")


def test_a_ban_ends(organization: Organization) -> None:
    refuse(organization, email="guest@example.org", until=NOW + timedelta(days=1))
    assert concerns(organization, at=NOW + timedelta(hours=23), email="guest@example.org")
    assert not concerns(organization, at=NOW + timedelta(days=1), email="guest@example.org")


def test_a_silent_ban_refuses_nothing(organization: Organization) -> None:
    ban(organization=organization, email="guest@example.org", by=None, at=NOW)
    assert not concerns(organization, email="guest@example.org")


def test_a_ban_of_nobody_is_refused(organization: Organization) -> None:
    with pytest.raises(ValidationError, match="Say who is banned"):
        refuse(organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ban.objects.create(organization=organization, created_at=NOW)


def test_what_is_no_address_and_no_network_is_refused_in_words(organization: Organization) -> None:
    with pytest.raises(ValidationError) as refusal:
        refuse(organization, email="name", network="0.0.0.0/0")
    assert set(refusal.value.message_dict) == {"email", "network"}


def test_the_database_takes_no_unknown_kind() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ban.objects.create(email="guest@example.org", kind="other", created_at=NOW)


def test_a_ban_calls_itself_by_whom_it_concerns(reader: User) -> None:
    for whom, name in (
        ({"user": reader}, "Reader One"),
        ({"email": "guest@example.org"}, "guest@example.org"),
        ({"network": "192.0.2.7"}, "192.0.2.7/32"),
        ({"visitor_key": "a" * 64}, "a browser"),
    ):
        assert str(refuse(None, **whom)) == name
