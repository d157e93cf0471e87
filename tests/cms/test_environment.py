"""Deploy values: what each reader takes, and that a refusal names the variable and what it accepts."""

import os
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import environment

NAME = "GAZETTE_TEST"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)


def refused(value: str, accepts: str) -> str:
    return rf"^{NAME}='?{value}.* is not usable; it accepts .*{accepts}"


@pytest.mark.parametrize("value", ["", "  "])
def test_a_variable_that_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    assert environment.text(NAME, "default") == "default"
    assert environment.items(NAME, ["a"]) == ["a"]
    assert environment.flag(NAME, default=True) is True
    assert environment.whole_number(NAME, 5, minimum=1, maximum=9) == 5
    assert environment.choice(NAME, "a", ["a", "b"]) == "a"
    assert environment.origin(NAME, "http://localhost:8000") == "http://localhost:8000"
    assert environment.time_zone(NAME, "UTC") == "UTC"


def test_a_text_is_taken_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, " $HOME and more ")
    assert environment.text(NAME) == "$HOME and more"


@pytest.mark.parametrize(("value", "items"), [("a", ["a"]), ("a, b,,c ,", ["a", "b", "c"]), (",", ["x"])])
def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch, value: str, items: list[str]) -> None:
    put(monkeypatch, value)
    assert environment.items(NAME, ["x"]) == items


@pytest.mark.parametrize(("values", "expected"), [(["1", "true", "YES", "on"], True), (["0", "False", "no", "OFF"], False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, values: list[str], expected: bool) -> None:  # noqa: FBT001  # a column
    for value in values:
        put(monkeypatch, value)
        assert environment.flag(NAME, default=not expected) is expected


@pytest.mark.parametrize("value", ["2", "maybe", "none"])
def test_any_other_flag_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match=refused(value, "1 or 0")):
        environment.flag(NAME, default=False)


@pytest.mark.parametrize(("value", "number"), [("1", 1), ("65535", 65535), (" 80 ", 80)])
def test_a_whole_number_lies_within_its_bounds(monkeypatch: pytest.MonkeyPatch, value: str, number: int) -> None:
    put(monkeypatch, value)
    assert environment.whole_number(NAME, 5, minimum=1, maximum=65535) == number


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8.5", "eight", "٨", "1" * 5000, "1e3"])
def test_any_other_number_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match=refused(value, "a whole number from 1 to 65535")):
        environment.whole_number(NAME, 5, minimum=1, maximum=65535)


def test_a_choice_is_one_of_the_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "ro")
    assert environment.choice(NAME, "en", ["en", "ro"]) == "ro"


def test_any_other_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "xx")
    with pytest.raises(ImproperlyConfigured, match=refused("xx", "one of en, ro")):
        environment.choice(NAME, "en", ["en", "ro"])


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://news.example.org", "https://news.example.org"),
        ("https://News.Example.org/", "https://news.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://xn--e1afmkfd.example", "https://xn--e1afmkfd.example"),
    ],
)
def test_an_origin_is_a_scheme_and_a_host(monkeypatch: pytest.MonkeyPatch, value: str, origin: str) -> None:
    put(monkeypatch, value)
    assert environment.origin(NAME, "") == origin


@pytest.mark.parametrize(
    "value",
    [
        "news.example.org",
        "//news.example.org",
        "ftp://news.example.org",
        "javascript:alert(1)",
        "https://",
        "https://news.example.org/blog",
        "https://news.example.org?",
        "https://news.example.org#a",
        "https://news.example.org:0",
        "https://news.example.org:99999",
        "https://news.example.org:port",
        "https://news example.org",
        "https://[::1",
        "https://[::g]",
        "https://новости.example",
    ],
)
def test_any_other_origin_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME}=.*it accepts an address such as https://news\.example\.org"):
        environment.origin(NAME, "")


@pytest.mark.parametrize("value", ["https://user:secret@news.example.org", "https://:secret@news.example.org"])
def test_an_origin_with_a_password_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.origin(NAME, "")
    assert str(refusal.value).startswith(f"{NAME} is not usable")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("value", ["UTC", "Europe/Bucharest", "Asia/Ashgabat"])
def test_a_time_zone_is_one_of_the_database(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    assert environment.time_zone(NAME, "UTC") == value


@pytest.mark.parametrize("value", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe"])
def test_any_other_time_zone_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match=refused("", "a time zone such as Europe/Bucharest")):
        environment.time_zone(NAME, "UTC")


def test_a_folder_is_made_where_there_was_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(monkeypatch, str(tmp_path / "a" / ".." / "b c"))
    assert environment.folder(NAME, tmp_path) == tmp_path / "b c"
    assert (tmp_path / "b c").is_dir()


def test_a_folder_is_below_the_home_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    put(monkeypatch, "~/site")
    assert environment.folder(NAME, tmp_path) == tmp_path / "site"


@pytest.mark.parametrize("value", ["{file}", "{file}/below", "~nobody-of-this-name/site"])
def test_a_folder_that_cannot_be_made_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    (tmp_path / "file").touch()
    put(monkeypatch, value.format(file=tmp_path / "file"))
    with pytest.raises(ImproperlyConfigured, match=refused("", "a folder that exists or can be made")):
        environment.folder(NAME, tmp_path)


def test_a_cache_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "redis://localhost:6379/1")
    cache = environment.url_config(NAME, "locmemcache://a", environ.Env.cache_url_config, "redis://host:6379/0")
    assert cache["LOCATION"] == "redis://localhost:6379/1"
    del os.environ[NAME]
    cache = environment.url_config(NAME, "locmemcache://a", environ.Env.cache_url_config, "redis://host:6379/0")
    assert cache["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"


@pytest.mark.parametrize("value", ["memory", "ftp://user:secret@host", "redi://:secret@host:6379"])
def test_an_address_that_names_no_cache_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.url_config(NAME, "", environ.Env.cache_url_config, "redis://host:6379/0")
    assert str(refusal.value) == f"{NAME} is not usable; it accepts redis://host:6379/0."


@pytest.mark.parametrize(
    ("value", "contacts"),
    [
        ("", []),
        ("security@example.org", ["mailto:security@example.org"]),
        ("mailto:a@example.org, https://example.org/report", ["mailto:a@example.org", "https://example.org/report"]),
    ],
)
def test_a_contact_is_an_address_of_mail_or_of_the_web(
    monkeypatch: pytest.MonkeyPatch, value: str, contacts: list[str]
) -> None:
    put(monkeypatch, value)
    assert environment.contacts(NAME) == contacts


@pytest.mark.parametrize("value", ["nobody", "http://example.org/", "a b@example.org", "https://", "x:y@example.org", "a@"])
def test_any_other_contact_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    put(monkeypatch, value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is not usable; it accepts e-mail addresses"):
        environment.contacts(NAME)


def test_languages_are_some_of_those_offered_in_the_given_order(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = [("en", "English"), ("ro", "Romanian"), ("ru", "Russian")]
    assert environment.languages("LANGUAGES", offered) == offered
    monkeypatch.setenv("LANGUAGES", "ru, en,ru")
    assert environment.languages("LANGUAGES", offered) == [("ru", "Russian"), ("en", "English")]


@pytest.mark.parametrize("value", ["xx", "en,xx"])
def test_a_language_without_words_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LANGUAGES", value)
    with pytest.raises(ImproperlyConfigured, match="some of en, ro"):
        environment.languages("LANGUAGES", [("en", "English"), ("ro", "Romanian")])
