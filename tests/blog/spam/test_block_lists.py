"""Block lists: what can be listed, in which form, and that nothing stands there twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from blog.organizations.models import Organization
from blog.spam.models import BlockedEntry, ListedKind, blocked

pytestmark = pytest.mark.django_db


def listed(kind: ListedKind, value: str, organization: Organization | None = None) -> BlockedEntry:
    entry = BlockedEntry(organization=organization, kind=kind, value=value)
    entry.full_clean()
    entry.save()
    return entry


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (ListedKind.WORD, " Online  CASINO! ", "online casino"),
        (ListedKind.WORD, "Казин*", "казин*"),
        (ListedKind.DOMAIN, "https://www.Casino.example/win?now", "casino.example"),
        (ListedKind.EMAIL, "Name@Example.ORG", "name@example.org"),
        (ListedKind.EMAIL, "example.org", "@example.org"),
        (ListedKind.NETWORK, "192.0.2.7/24", "192.0.2.0/24"),
        (ListedKind.NETWORK, "10.0.0.0/8", "10.0.0.0/8"),
    ],
)
def test_a_value_is_kept_as_it_is_compared(kind: ListedKind, value: str, stored: str) -> None:
    assert listed(kind, value).value == stored


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (ListedKind.WORD, "!!!", "Write a word or a phrase"),
        (ListedKind.DOMAIN, "casino", "Write a domain such as"),
        (ListedKind.EMAIL, "name@", "Write an address such as"),
        (ListedKind.NETWORK, "192.0.2", "Write a network address such as"),
        (ListedKind.NETWORK, "0.0.0.0/0", "This network is too large"),
        (ListedKind.NETWORK, "10.0.0.0/7", "This network is too large"),
        (ListedKind.NETWORK, "2000::/3", "This network is too large"),
    ],
)
def test_what_is_nothing_of_its_kind_is_refused_in_words(kind: ListedKind, value: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        listed(kind, value)
    assert message in refusal.value.message_dict["value"][0]


def test_an_unknown_kind_is_the_fields_own_business() -> None:
    with pytest.raises(ValidationError) as refusal:
        BlockedEntry(kind="other", value="x").full_clean()
    assert list(refusal.value.message_dict) == ["kind"]


def test_what_stands_on_a_list_is_not_listed_again(organization: Organization, other_organization: Organization) -> None:
    for place in (organization, other_organization, None):
        listed(ListedKind.WORD, "casino", place)
        with pytest.raises(ValidationError, match="stands on the list"):
            listed(ListedKind.WORD, "CASINO", place)
    assert BlockedEntry.objects.count() == 3


@pytest.mark.parametrize("on_site", [True, False])
def test_the_database_keeps_entries_unique(organization: Organization, on_site: bool) -> None:  # noqa: FBT001
    place = None if on_site else organization
    BlockedEntry.objects.create(organization=place, kind=ListedKind.WORD, value="casino")
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockedEntry.objects.create(organization=place, kind=ListedKind.WORD, value="casino")


@pytest.mark.parametrize("fields", [{"kind": "other", "value": "x"}, {"kind": "word", "value": ""}])
def test_the_database_takes_no_entry_that_says_nothing(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockedEntry.objects.create(**fields)


def test_a_list_of_words_can_be_full(organization: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocked, "MOST_WORDS", 2)
    first = listed(ListedKind.WORD, "casino", organization)
    listed(ListedKind.WORD, "pills", organization)
    with pytest.raises(ValidationError, match="2 words"):
        listed(ListedKind.WORD, "cash", organization)
    listed(ListedKind.DOMAIN, "casino.example", organization)
    listed(ListedKind.WORD, "cash")
    first.full_clean()


def test_an_entry_calls_itself_by_its_value() -> None:
    assert str(listed(ListedKind.NETWORK, "192.0.2.7")) == "192.0.2.7/32"
