"""What a reply carries in itself."""

import json
from typing import Any

import pytest
from django.utils import translation

from blog.spam.signals import signals_of
from blog.spam.submission import CLEAN, HOLD, SIGNS, Assessment, Signal, Submission


def found(text: str = "Well said.", **facts: Any) -> dict[str, str]:
    return {signal.name: signal.detail for signal in signals_of(Submission(text=text, **facts))}


def test_an_ordinary_reply_carries_nothing() -> None:
    assert found(form_seconds=40, of_account=1, of_network=1, page_title="A post about examples") == {}


def test_a_filled_trap_alone_holds_a_reply() -> None:
    assert found(filled_trap=True) == {"trap": ""}
    assert Assessment((Signal("trap"),)).is_held


@pytest.mark.parametrize(("seconds", "signals"), [(None, {}), (0, {"fast": "0"}), (2, {"fast": "2"}), (3, {})])
def test_what_is_sent_faster_than_anybody_types_is_noticed(seconds: int | None, signals: dict[str, str]) -> None:
    assert found(form_seconds=seconds) == signals
    assert not Assessment((Signal("fast", "0"),)).is_held


@pytest.mark.parametrize(
    ("count", "signals"),
    [(1, {}), (2, {"links": "2"}), (3, {"links": "3"}), (4, {"many_links": "4"}), (50, {"many_links": "50"})],
)
def test_links_are_counted(count: int, signals: dict[str, str]) -> None:
    assert found("Look: " + " ".join(["https://example.com/a"] * count)) == signals


def test_a_reply_of_nothing_but_a_link_is_noticed() -> None:
    assert found("https://example.com/") == {"only_links": ""}


@pytest.mark.parametrize(
    ("title", "text", "signals"),
    [
        ("A post about examples", "Это совсем другое письмо, чем статья.", {"other_script": "Cyrillic"}),
        ("Статья про примеры", "Это то же самое письмо, что статья.", {}),
        ("A post about examples", "Да, да.", {}),
        ("", "Это совсем другое письмо, чем статья.", {}),
        ("日本の記事", "ひらがなだけでもおなじことばでかかれたへんじです", {}),
    ],
)
def test_another_script_than_the_posts_is_noticed(title: str, text: str, signals: dict[str, str]) -> None:
    assert found(text, page_title=title) == signals
    assert not Assessment((Signal("other_script", "Cyrillic"),)).is_held


def test_words_of_letters_that_only_look_alike_are_noticed() -> None:
    assert found("Confirm your раypal account") == {"mixed_scripts": "раypal"}  # noqa: RUF001
    assert found("Δt = 5 µs") == {}


@pytest.mark.parametrize(("times", "signals"), [(1, {"repeated": "1"}), (2, {"repeated": "2"}), (3, {"often_repeated": "3"})])
def test_a_repeated_text_is_noticed(times: int, signals: dict[str, str]) -> None:
    assert found(same_text=times) == signals


@pytest.mark.parametrize(
    ("facts", "signals"),
    [
        ({"of_account": 4, "of_network": 9}, {}),
        ({"of_account": 5}, {"busy_account": "5"}),
        ({"of_network": 10}, {"busy_network": "10"}),
    ],
)
def test_many_replies_in_a_short_time_are_noticed(facts: dict[str, Any], signals: dict[str, str]) -> None:
    assert found(**facts) == signals


def test_points_add_up_to_a_score_that_holds() -> None:
    weak = Assessment((Signal("fast", "1"), Signal("other_script", "Latin")))
    enough = Assessment((*weak.signals, Signal("repeated", "1")))
    assert (weak.score, weak.is_held) == (4, False)
    assert (enough.score, enough.is_held) == (6, True)
    assert (CLEAN.score, CLEAN.is_held, HOLD) == (0, False, 5)


def test_a_refused_author_is_held_whatever_the_score() -> None:
    assert Assessment(is_refused=True).is_held


def test_signals_come_back_from_what_is_stored() -> None:
    assessment = Assessment((Signal("fast", "1"), Signal("trap")))
    stored = json.loads(json.dumps(assessment.as_json()))
    assert stored[0] == {"signal": "fast", "points": 3, "detail": "1"}
    assert tuple(Signal.read(stored)) == assessment.signals


def test_a_signal_that_this_version_does_not_know_is_left_out() -> None:
    assert Signal.read([{"signal": "of another version", "points": 3}, {}]) == []


@pytest.mark.parametrize("name", SIGNS)
def test_each_signal_has_points_and_a_reason(name: str) -> None:
    with translation.override("en"):
        reason = Signal(name, "100 %").reason
    assert SIGNS[name].points > 0
    assert "%(" not in reason
    assert "100 %" in reason or "detail" not in str(SIGNS[name].reason)


def test_a_ban_without_a_reason_says_so() -> None:
    with translation.override("en"):
        assert Signal("banned").reason == "The author is banned: no reason given"
