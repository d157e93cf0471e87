"""What is compared of a text: words of any script, links, domains and fingerprints."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.spam.text import (
    MOST_TOKENS,
    TOKEN_CHARACTERS,
    domains,
    fingerprint,
    has_only_links,
    holds,
    link_hosts,
    links,
    listed_form,
    normalized,
    tokens,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cheap pills, CHEAP!", ["cheap", "pills", "cheap"]),
        ("Ştefan’s öz", ["ştefan", "s", "öz"]),  # noqa: RUF001
        ("Дешёвые таблетки", ["дешёвые", "таблетки"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("عربي رخيص", ["عربي", "رخيص"]),
        ("iphone手机 好", ["iphone", "手机", "好"]),
        ("ＦＵＬＬ width", ["full", "width"]),  # noqa: RUF001
        ("v\u200bi\u00ada gra", ["via", "gra"]),
        ("… 👍 —", []),
        ("", []),
    ],
)
def test_words_of_any_script_are_found(text: str, expected: list[str]) -> None:
    assert words(text) == [unicodedata.normalize("NFKC", word) for word in expected]


@given(st.text())
def test_words_stay_what_they_are_when_they_are_read_again(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@given(st.text())
def test_case_and_compatibility_forms_make_no_difference(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)


@given(st.text(max_size=3000))
def test_tokens_are_few_short_and_each_there_once(text: str) -> None:
    found = tokens(text)
    assert len(found) == len(set(found)) <= MOST_TOKENS
    assert all(1 < len(token) <= TOKEN_CHARACTERS and not token[0].isspace() for token in found)


@given(st.lists(st.text(alphabet="abcdжзю", min_size=2, max_size=8), max_size=50))
def test_a_text_gives_each_of_its_words_once(given_words: list[str]) -> None:
    assert tokens(" ".join(given_words)) == list(dict.fromkeys(given_words))


def test_a_very_long_text_gives_no_more_tokens_than_there_is_room_for() -> None:
    assert len(tokens(" ".join(f"word{number}" for number in range(5000)))) == MOST_TOKENS


def test_of_a_link_the_domain_is_a_token_and_stands_first() -> None:
    assert tokens("Win now: https://www.Casino.example/win?a=b!") == ["link:casino.example", "win", "now"]


def test_words_without_spaces_between_them_give_pairs() -> None:
    assert tokens("便宜手机") == ["便宜", "宜手", "手机"]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("see https://example.com, or (http://example.org/a_(b)).", ["example.com", "example.org"]),
        ("[here](https://example.com/x) and <https://example.net>", ["example.com", "example.net"]),
        ("[here](example.com/x), [words](address)", ["example.com"]),
        ("**www.example.com** HTTPS://EXAMPLE.COM.", ["example.com"]),
        ("https://bücher.example/ https://xn--bcher-kva.example", ["xn--bcher-kva.example"]),
        ("http://192.0.2.1/pills http://[::1]/ http://[broken", []),
        ("no link: e.g. this.that", []),
    ],
)
def test_links_lead_to_domains(text: str, hosts: list[str]) -> None:
    assert link_hosts(text) == hosts


def test_links_are_counted_also_where_they_lead_to_a_number() -> None:
    assert len(links("http://192.0.2.1/pills and https://example.com")) == 2


def test_domains_are_found_as_mere_words_too() -> None:
    assert domains("visit Casino.example today, or https://example.org") == ["example.org", "casino.example"]


def test_a_long_word_takes_no_long_time() -> None:
    assert domains("a" * 20_000) == []
    assert domains("a." * 10_000) == []
    assert links("[x](" * 5_000) == []


@pytest.mark.parametrize(
    "text", ["https://example.com", "[Buy pills](https://example.com) !", "www.example.com\nwww.example.org"]
)
def test_a_text_of_links_alone_is_known(text: str) -> None:
    assert has_only_links(text)


@pytest.mark.parametrize("text", ["See https://example.com", "[words](address)", "Thanks"])
def test_a_text_with_words_is_not_links_alone(text: str) -> None:
    assert not has_only_links(text)


def test_texts_that_differ_in_signs_and_case_have_one_fingerprint() -> None:
    assert fingerprint("Great post, thank you so much!") == fingerprint("great POST ... thank you so\u200b much")
    assert fingerprint("Great post, thank you so much!") != fingerprint("Great post, thank you very much!")
    assert len(fingerprint("Great post, thank you so much!")) == 64


@pytest.mark.parametrize("text", ["", "Thank you!", "👍" * 50])
def test_short_texts_have_none(text: str) -> None:
    assert fingerprint(text) == ""


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("casino", "The CASINO opens"),
        ("Online  Casino!", "an online casino"),
        ("казин*", "в казино"),
        ("手机", "便宜手机壳"),
        ("手*", "手机"),
        ("c++", "c is c"),
    ],
)
def test_a_listed_word_is_found(entry: str, text: str) -> None:
    assert holds(" ".join(words(text)), listed_form(entry))


@pytest.mark.parametrize(("entry", "text"), [("cas", "casino"), ("online casino", "casino online"), ("казин", "казино")])
def test_a_listed_word_is_not_found_in_parts_of_others(entry: str, text: str) -> None:
    assert not holds(" ".join(words(text)), listed_form(entry))


@pytest.mark.parametrize("entry", ["", "*", "!!!", "\u200b"])
def test_an_entry_without_words_is_none(entry: str) -> None:
    assert listed_form(entry) == ""
