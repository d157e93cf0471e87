"""Which language an address names, and what the same page is called in another."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from pytest_django import Settings

from blog.languages.addresses import address_of, editions, language_of, localized, neutral, own_name, page_language


@pytest.mark.parametrize(
    ("path", "language", "without"),
    [
        ("/", "en", "/"),
        ("/posts/a/", "en", "/posts/a/"),
        ("/ro/", "ro", "/"),
        ("/ro/posts/a/", "ro", "/posts/a/"),
        ("/ro", "en", "/ro"),
        ("/rom/posts/", "en", "/rom/posts/"),
        ("/en/posts/a/", "en", "/en/posts/a/"),
        ("/de/posts/a/", "en", "/de/posts/a/"),
        ("//ro/posts/", "en", "//ro/posts/"),
        ("", "en", ""),
    ],
)
def test_the_language_is_the_first_part_where_the_site_speaks_it(path: str, language: str, without: str) -> None:
    assert (language_of(path), neutral(path)) == (language, without)


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/posts/a/", "ro", "/ro/posts/a/"),
        ("/ro/posts/a/", "ru", "/ru/posts/a/"),
        ("/ro/posts/a/", "en", "/posts/a/"),
        ("/", "az", "/az/"),
    ],
)
def test_a_page_in_another_language(path: str, language: str, expected: str) -> None:
    assert localized(path, language) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("ro", "ro"), ("ro-MD", "ro"), ("en-GB", "en"), ("de", "en"), ("", "en"), ("tk", "tk")]
)
def test_around_a_text_the_page_speaks_its_language_or_the_default(code: str, expected: str) -> None:
    assert page_language(code) == expected


def test_a_page_has_an_edition_in_each_language() -> None:
    found = [(edition.code, edition.address, edition.is_current) for edition in editions("/ro/archive/")]
    assert found == [
        ("en", "/archive/", False),
        ("ro", "/ro/archive/", True),
        ("ru", "/ru/archive/", False),
        ("tk", "/tk/archive/", False),
        ("az", "/az/archive/", False),
    ]


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/my-data/", "/preview/x/"])
def test_what_is_for_one_person_has_one_address(path: str) -> None:
    assert list(editions(path)) == []


def test_with_one_language_there_is_no_choice(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English")]
    assert list(editions("/archive/")) == []


def test_a_language_is_named_as_it_calls_itself() -> None:
    assert [own_name(code) for code in ("en", "ro", "ru", "tk", "az")] == [
        "English",
        "Română",
        "Русский",
        "Türkmençe",
        "Azərbaycanca",
    ]


@pytest.mark.parametrize("slug", ["a-post", "știri", "новости", "a%b?c#d", "it's", "a:b@c", "a b"])
@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_address_of_a_slug_is_what_django_would_make_of_it(slug: str, language: str) -> None:
    with translation.override(language):
        expected = reverse("post", args=[slug])
        assert address_of("post", slug) == expected
    with translation.override("ru"):
        assert address_of("post", slug, language=language) == expected


def test_nothing_without_a_slug_has_an_address() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("post", "")
