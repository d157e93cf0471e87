"""The words of the interface in the other languages: all there, with what is filled into them, and compiled."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.factories import PostFactory

LANGUAGES = ["az", "ro", "ru", "tk"]
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?[a-z][^>]*>")


def catalog(language: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for form in entry.msgstr_plural.values():
        yield entry.msgid_plural, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    words = polib.pofile(str(catalog(language)))
    missing = [entry.msgid for entry in words if not entry.obsolete and (entry.fuzzy or not entry.translated())]
    assert missing == []
    assert len(words) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stays(language: str) -> None:
    for entry in polib.pofile(str(catalog(language))):
        for english, words in pairs(entry):
            extra = set(FILLED_IN.findall(words)) - set(FILLED_IN.findall(english))
            lost = set(FILLED_IN.findall(english)) - set(FILLED_IN.findall(words)) if not entry.msgid_plural else set()
            assert (extra, lost) == (set(), set()), english
            assert english.endswith("\n") == words.endswith("\n"), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_site_reads_is_what_was_translated(language: str) -> None:
    words = polib.pofile(str(catalog(language)))
    compiled = polib.mofile(str(catalog(language).with_suffix(".mo")))
    read = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    assert read == {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in words.translated_entries()}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_the_language(client: Client, language: str) -> None:
    PostFactory.create(language=language, slug="a-post")
    page = client.get(f"/{language}/posts/a-post/").content.decode()
    for english in ("Skip to the content", "Organizations", "Archive"):
        with translation.override(language):
            words = gettext(english)
        assert words != english
        assert words in page
        assert f">{english}<" not in page
