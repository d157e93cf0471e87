"""Learning from moderators' decisions, and taking it back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.spam.models import TEXTS, WordCount
from blog.spam.services import learn, learn_all, unlearn, unlearn_all
from blog.spam.services.learning import ROWS_A_STATEMENT

pytestmark = pytest.mark.django_db


def known(organization: Organization) -> dict[str, tuple[int, int]]:
    rows = WordCount.objects.of(organization.pk).values_list("token", "spam", "ham")
    return {token: (spam, ham) for token, spam, ham in rows}


def test_each_word_of_a_text_is_counted_once(organization: Organization) -> None:
    learn("Casino, casino: WIN!", is_spam=True, organization=organization.pk)
    assert known(organization) == {TEXTS: (1, 0), "casino": (1, 0), "win": (1, 0)}


def test_what_is_learned_adds_up(organization: Organization) -> None:
    for text, is_spam in (("casino win", True), ("casino pills", True), ("win the vote", False)):
        learn(text, is_spam=is_spam, organization=organization.pk)
    assert known(organization) == {
        TEXTS: (2, 1),
        "casino": (2, 0),
        "pills": (1, 0),
        "win": (1, 1),
        "the": (0, 1),
        "vote": (0, 1),
    }


def test_each_organization_learns_for_itself(organization: Organization, other_organization: Organization) -> None:
    learn("casino", is_spam=True, organization=other_organization.pk)
    assert known(organization) == {}


def test_what_is_taken_back_leaves_nothing_behind(organization: Organization) -> None:
    learn("casino win", is_spam=True, organization=organization.pk)
    unlearn("casino win", is_spam=True, organization=organization.pk)
    assert WordCount.objects.count() == 0


def test_taking_one_text_back_leaves_the_others(organization: Organization) -> None:
    learn_all(["casino win", "casino"], is_spam=True, organization=organization.pk)
    learn("casino", is_spam=False, organization=organization.pk)
    unlearn("casino win", is_spam=True, organization=organization.pk)
    assert known(organization) == {TEXTS: (1, 1), "casino": (1, 1)}


def test_the_order_in_which_things_are_learned_and_taken_back_does_not_matter(organization: Organization) -> None:
    unlearn("casino", is_spam=True, organization=organization.pk)
    assert known(organization) == {TEXTS: (-1, 0), "casino": (-1, 0)}
    learn("casino", is_spam=True, organization=organization.pk)
    unlearn("win", is_spam=False, organization=organization.pk)
    learn("win", is_spam=False, organization=organization.pk)
    assert all(counts == (0, 0) for counts in known(organization).values())


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=30), max_size=5), st.lists(st.text(max_size=30), max_size=5), st.booleans())
def test_taking_back_is_the_opposite_of_learning(
    organization: Organization,
    before: list[str],
    texts: list[str],
    is_spam: bool,  # noqa: FBT001
) -> None:
    WordCount.objects.all().delete()
    learn_all(before, is_spam=not is_spam, organization=organization.pk)
    kept = known(organization)
    learn_all(texts, is_spam=is_spam, organization=organization.pk)
    unlearn_all(texts, is_spam=is_spam, organization=organization.pk)
    assert known(organization) == kept


@pytest.mark.parametrize("words", [1, 190])
def test_a_text_costs_one_statement_to_learn_and_two_to_take_back(
    organization: Organization, words: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text = " ".join(f"word{number}" for number in range(words))
    in_a_transaction = 2
    with django_assert_num_queries(1 + in_a_transaction):
        learn(text, is_spam=True, organization=organization.pk)
    with django_assert_num_queries(2 + 2 * in_a_transaction):
        unlearn(text, is_spam=True, organization=organization.pk)


def test_many_texts_cost_a_statement_for_so_many_words(
    organization: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    texts = [" ".join(f"word{number}x{word}" for word in range(150)) for number in range(60)]
    assert ROWS_A_STATEMENT < 60 * 150 < 2 * ROWS_A_STATEMENT
    with django_assert_num_queries(2 + 2):
        learn_all(texts, is_spam=True, organization=organization.pk)
    assert WordCount.objects.get(token=TEXTS).spam == 60


def test_nothing_is_learned_of_no_texts(organization: Organization) -> None:
    learn_all([], is_spam=True, organization=organization.pk)
    assert WordCount.objects.count() == 0


def test_a_word_calls_itself_by_its_counts(organization: Organization) -> None:
    learn("casino", is_spam=True, organization=organization.pk)
    assert {str(row) for row in WordCount.objects.all()} == {"casino: 1/0", "*: 1/0"}
