"""What somebody may be called in public."""

import pytest

from blog.accounts.names import fold, is_presentable, presentable_or_empty

GOOD = [
    "Reader One",
    "Ünal Öztürk-Əliyev",
    "Сергей",
    "ישראל",
    "علی\u200cرسول",
    "क्\u200dष",
    "陳",
    "👩\u200d🔬",
    "J. R. (2)",
    "!",
]
BAD = {
    "nothing": "",
    "a space without width": "Reader\u200bOne",
    "a turn of direction": "Reader\u202eenO",
    "an isolate": "\u2066Reader",
    "a soft hyphen": "Rea\u00adder",
    "a byte order mark": "\ufeffReader",
    "a tab that is a control": "Reader\x07",
    "a zero": "Reader\x00",
    "half a character": "Reader\ud800",
    "a private character": "Reader\ue000",
    "what nobody has named": "Reader\u0378",
    "a line separator": "Reader\u2028One",
    "a filler that looks like nothing": "\u3164",
    "a filler beside a name": "Reader\u3164",
    "braille without dots": "\u2800",
    "a joiner after Latin letters": "Reader\u200d",
    "a joiner after Cyrillic letters": "Читатель\u200c",
    "a joiner at the start": "\u200cعلی",
    "a joiner after Vietnamese letters": "Chị\u200dA",
    "a joiner after Chinese letters": "陳\u200dA",
    "a joiner at the end": "علی\u200c",
    "two joiners": "علی\u200c\u200c",
    "an accent alone": "\u0301",
    "a tag character": "Reader\U000e0041",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_name_of_any_script_is_a_name(name: str) -> None:
    assert is_presentable(name)
    assert presentable_or_empty(name) == fold(name)


@pytest.mark.parametrize("reason", BAD)
def test_what_cannot_be_seen_is_no_name(reason: str) -> None:
    assert not is_presentable(BAD[reason])


def test_a_name_stands_in_one_line() -> None:
    assert fold("  Reader\r\n \t One\u00a0") == "Reader One"


def test_equal_names_are_equal() -> None:
    assert fold("Zoe\u0308") == fold("Zo\u00eb")


def test_a_name_from_elsewhere_is_cut_to_what_fits() -> None:
    assert presentable_or_empty("a" * 49 + " bc") == "a" * 49


def test_a_name_from_elsewhere_that_cannot_be_shown_is_none() -> None:
    assert presentable_or_empty("Reader\u202eenO") == ""
