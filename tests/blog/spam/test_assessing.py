"""Assessing a reply: lists, bans and what was taught, in one query."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.spam.models import BanKind, BlockedEntry, ListedKind
from blog.spam.services import Assessment, Submission, assess, ban, learn_all
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
SPAM = ["Win cash in our online casino today", "Cheap pills, casino bonus, win cash"]
HAM = ["The chamber met its members", "A good report about the vote of members"]


def list_entry(organization: Organization | None, kind: ListedKind, value: str) -> None:
    entry = BlockedEntry(organization=organization, kind=kind, value=value)
    entry.full_clean()
    entry.save()


def look_at(organization: Organization, text: str = "Well said.", **facts: Any) -> Assessment:
    return assess(Submission(text=text, **facts), organization=organization.pk, at=NOW)


def names(assessment: Assessment) -> dict[str, str]:
    return {signal.name: signal.detail for signal in assessment.signals}


def test_nothing_speaks_against_an_ordinary_reply(organization: Organization) -> None:
    assert look_at(organization, name="Guest One", email="guest@example.org", website="https://example.org") == Assessment()


@pytest.mark.parametrize(
    ("kind", "value", "facts", "signals"),
    [
        (ListedKind.WORD, "online casino", {"text": "An ONLINE Casino!"}, {"word": "online casino"}),
        (ListedKind.WORD, "casino", {"name": "Casino King"}, {"word": "casino"}),
        (ListedKind.WORD, "casino", {"website": "https://best-casino.example"}, {"word": "casino"}),
        (ListedKind.DOMAIN, "example.net", {"text": "See https://a.example.net/x now"}, {"domain": "example.net"}),
        (ListedKind.DOMAIN, "example.net", {"text": "Write example.net into the line above"}, {"domain": "example.net"}),
        (ListedKind.DOMAIN, "example.net", {"website": "https://www.example.net"}, {"domain": "example.net"}),
        (ListedKind.EMAIL, "guest@example.net", {"email": "Guest@example.net"}, {"email": ""}),
        (ListedKind.EMAIL, "@example.net", {"email": "guest@mail.example.net"}, {"email": ""}),
        (ListedKind.NETWORK, "192.0.2.0/24", {"address": ip_address("192.0.2.9")}, {"network": ""}),
        (ListedKind.NETWORK, "2001:db8::/32", {"address": ip_address("2001:db8:1::1")}, {"network": ""}),
    ],
)
@pytest.mark.parametrize("on_site", [True, False])
def test_what_is_listed_holds_a_reply(
    organization: Organization,
    kind: ListedKind,
    value: str,
    facts: dict[str, Any],
    signals: dict[str, str],
    on_site: bool,  # noqa: FBT001
) -> None:
    list_entry(None if on_site else organization, kind, value)
    assessment = look_at(organization, **facts)
    assert names(assessment) == signals
    assert (assessment.is_held, assessment.is_refused) == (True, False)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(ListedKind.WORD, "casino"), (ListedKind.DOMAIN, "a.example.net"), (ListedKind.EMAIL, "other@example.net")],
)
def test_what_is_not_listed_does_not(organization: Organization, kind: ListedKind, value: str) -> None:
    list_entry(organization, kind, value)
    assert look_at(organization, "Casinos at example.net, https://notexample.net", email="guest@example.net") == Assessment()


def test_the_list_of_another_organization_counts_for_nothing(
    organization: Organization, other_organization: Organization
) -> None:
    list_entry(other_organization, ListedKind.WORD, "casino")
    ban(organization=other_organization, email="guest@example.org", by=None, at=NOW)
    learn_all(SPAM * 10, is_spam=True, organization=other_organization.pk)
    learn_all(HAM * 10, is_spam=False, organization=other_organization.pk)
    assert look_at(organization, SPAM[0] + " casino", email="guest@example.org") == Assessment()


def test_several_listed_words_make_one_signal(organization: Organization) -> None:
    for word in ("casino", "pills"):
        list_entry(organization, ListedKind.WORD, word)
        list_entry(None, ListedKind.WORD, word)
    assert names(look_at(organization, "Pills in the casino")) == {"word": "casino, pills"}


def test_a_silent_ban_holds_and_says_why(organization: Organization) -> None:
    user = UserFactory.create()
    ban(organization=organization, user=user, reason="Insults", by=None, at=NOW)
    assessment = look_at(organization, user_id=user.pk)
    assert (names(assessment), assessment.is_held, assessment.is_refused) == ({"banned": "Insults"}, True, False)


def test_a_ban_that_refuses_says_so(organization: Organization) -> None:
    ban(organization=None, visitor_key="a" * 64, kind=BanKind.REFUSE, by=None, at=NOW)
    assessment = look_at(organization, visitor_key="a" * 64)
    assert (names(assessment), assessment.is_refused) == ({"banned": ""}, True)


def test_a_ban_that_has_ended_counts_for_nothing(organization: Organization) -> None:
    ban(organization=organization, email="guest@example.org", until=NOW, by=None, at=NOW - timedelta(days=1))
    assert look_at(organization, email="guest@example.org") == Assessment()


def test_what_was_taught_as_spam_is_known_again(organization: Organization) -> None:
    learn_all(SPAM * 10, is_spam=True, organization=organization.pk)
    learn_all(HAM * 10, is_spam=False, organization=organization.pk)
    spam, ham = look_at(organization, "Cash! Win in this casino. Bonus!"), look_at(organization, "Members of the chamber vote")
    assert set(names(spam)) == {"very_like_spam"}
    assert "casino" in names(spam)["very_like_spam"]
    assert ham == Assessment()


def test_before_enough_was_taught_the_filter_is_silent(organization: Organization) -> None:
    learn_all(SPAM * 10, is_spam=True, organization=organization.pk)
    learn_all(HAM[:1] * 9, is_spam=False, organization=organization.pk)
    assert look_at(organization, SPAM[0]) == Assessment()


def test_a_text_of_unknown_words_is_nobodys_spam(organization: Organization) -> None:
    learn_all(SPAM * 10, is_spam=True, organization=organization.pk)
    learn_all(HAM * 10, is_spam=False, organization=organization.pk)
    assert look_at(organization, "Eine gute Frage") == Assessment()


@pytest.mark.parametrize("rows", [1, 300])
def test_assessing_is_one_query_however_much_is_known(
    organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        BlockedEntry.objects.create(organization=organization, kind=ListedKind.WORD, value=f"word{number}")
    learn_all([f"casino{number} pills" for number in range(rows)], is_spam=True, organization=organization.pk)
    text = " ".join(f"casino{number} https://a{number}.example.net" for number in range(rows))
    with django_assert_num_queries(1):
        look_at(organization, text, email="a@b.example", address=ip_address("2001:db8::1"), user_id=1, visitor_key="a")
