"""How much a text is like spam: the arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.spam.bayes import MOST_WORDS, UNKNOWN, Counts, opinion

TEXTS = Counts(spam=100, ham=100)
counts = st.builds(Counts, st.integers(-5, 10_000), st.integers(-5, 10_000))


def test_words_of_spam_make_spam() -> None:
    verdict = opinion({word: Counts(50, 0) for word in ("casino", "pills", "win", "cash")}, TEXTS)
    assert verdict.probability > 0.99
    assert verdict.words == ["casino", "pills", "win", "cash"]


def test_words_of_other_texts_do_not() -> None:
    assert opinion({word: Counts(0, 50) for word in ("chamber", "members", "vote", "report")}, TEXTS).probability < 0.01


def test_words_that_contradict_each_other_leave_it_open() -> None:
    verdict = opinion({"casino": Counts(50, 0), "pills": Counts(50, 0), "vote": Counts(0, 50), "report": Counts(0, 50)}, TEXTS)
    assert 0.4 < verdict.probability < 0.6


def test_one_word_alone_never_decides() -> None:
    assert opinion({"casino": Counts(50, 0)}, TEXTS).probability < 0.995


def test_words_that_stand_everywhere_say_nothing() -> None:
    assert opinion({"the": Counts(90, 90), "and": Counts(80, 82)}, TEXTS) == UNKNOWN


@pytest.mark.parametrize("texts", [Counts(0, 0), Counts(9, 100), Counts(100, 9), Counts(-1, -1)])
def test_below_a_minimum_of_training_it_is_silent(texts: Counts) -> None:
    assert opinion({"casino": Counts(9, 0)}, texts) == UNKNOWN


def test_more_spam_than_other_texts_does_not_make_a_word_suspicious() -> None:
    assert opinion({"vote": Counts(90, 1)}, Counts(spam=900, ham=10)) == UNKNOWN


@given(
    st.dictionaries(st.text(max_size=5), counts, max_size=300), st.builds(Counts, st.integers(10, 5000), st.integers(10, 5000))
)
def test_it_is_always_a_probability(given_counts: dict[str, Counts], texts: Counts) -> None:
    assert 0 <= opinion(given_counts, texts).probability <= 1


@given(st.dictionaries(st.text(min_size=1, max_size=5), counts, max_size=40), st.integers(10, 1000))
def test_spam_and_other_texts_are_judged_alike(given_counts: dict[str, Counts], texts: int) -> None:
    mirrored = {word: Counts(count.ham, count.spam) for word, count in given_counts.items()}
    there, back = opinion(given_counts, Counts(texts, texts)), opinion(mirrored, Counts(texts, texts))
    assert there.probability == pytest.approx(1 - back.probability)


def test_of_a_long_text_the_most_telling_words_count() -> None:
    padding = {f"word{number}": Counts(40, 60) for number in range(1000)}
    spam = {f"casino{number}": Counts(90, 0) for number in range(MOST_WORDS)}
    assert opinion(padding | spam, TEXTS).probability > 0.99
