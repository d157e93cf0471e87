"""The tables of all languages, and the language of a text."""
# ruff: noqa: RUF001  # signs of many scripts are what is tested

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from blog.imports.readers.text import phrases
from blog.imports.readers.text.phrases import UNCLEAR_MONTH, Furniture
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

FOLDER = files("blog.imports.readers.text").joinpath("languages")
TABLES: dict[str, dict[str, Any]] = {
    entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
    for entry in FOLDER.iterdir()
    if entry.name.endswith(".toml")
}
TITLE = "The harbour in winter"
TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."
TEXTS = {
    "en": "The council thanked the crews and said that the second pier would follow within a year.",
    "de": "Der Rat dankte den Mannschaften und sagte, dass die zweite Mole in einem Jahr folgen werde.",
    "fr": "Le conseil a remercié les équipages et dit que la seconde jetée suivrait dans un an.",
    "es": "El consejo dio las gracias a las tripulaciones y dijo que el segundo muelle llegaría en un año.",
    "it": "Il consiglio ringraziò gli equipaggi e disse che il secondo molo sarebbe seguito in un anno.",
    "nl": "De raad bedankte de bemanningen en zei dat de tweede pier binnen een jaar zou volgen.",
    "pt": "O conselho agradeceu às tripulações e disse que o segundo cais viria em um ano, não antes.",
    "ro": "Consiliul a mulțumit echipajelor și a spus că al doilea dig va fi gata într-un an, nu mai devreme.",
    "ru": "Совет поблагодарил экипажи и сказал, что второй причал будет готов через год, но не раньше.",
    "tr": "Meclis mürettebata teşekkür etti ve ikinci iskelenin bir yıl içinde hazır olacağını söyledi, daha önce değil.",
    "pl": "Rada podziękowała załogom i powiedziała, że drugie molo będzie gotowe za rok, ale nie wcześniej.",
}


@pytest.mark.parametrize("language", TABLES)
def test_the_months_of_a_language_make_dates(read: Read, language: str) -> None:
    for number, names in enumerate(TABLES[language]["months"], start=1):
        for name in names.split():
            if name[0].isdecimal() or phrases.phrases().months.get(name.casefold()) == UNCLEAR_MONTH:
                continue
            assert read(f"{TITLE}\n\n9 {name} 2017\n\n{TEXT}\n").published_at == date(2017, number, 9), name


@pytest.mark.parametrize("language", TABLES)
def test_the_form_of_a_language_is_no_text(read: Read, language: str) -> None:
    table = TABLES[language]
    for heading in table["lines"]["reply_heading"]:
        form = "\n\n".join([heading, *table["starts"]["reply_form"][:3]])
        document = read(f"{TITLE}\n\n{TEXT}\n\n{form}\n")
        assert plain_text(document.body) == TEXT, heading
        assert document.offers.replies


@pytest.mark.parametrize("language", TABLES)
def test_every_phrase_of_a_language_names_a_kind(language: str) -> None:
    kinds = set(Furniture)
    assert TABLES[language]["lines"].keys() <= kinds
    assert TABLES[language]["starts"].keys() <= kinds


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_known_by_the_words_that_every_text_needs(read: Read, language: str) -> None:
    assert read(f"1\n\n{TEXTS[language]}\n\n{TEXTS[language]}\n").language == language


def test_a_short_text_is_known_by_the_furniture_around_it(read: Read) -> None:
    form = "Kommentar verfassen\n\nTrage deine Daten unten ein oder klicke ein Icon um dich einzuloggen:\n\nVerbinde mit %s"
    assert read(f"Hafen\n\nSchiffe!\n\n{form}\n").language == "de"


@pytest.mark.parametrize("text", ["Xyzzy plugh", "12 34 56 78", "♥ ♥ ♥"])
def test_without_evidence_no_language_is_named(read: Read, text: str) -> None:
    assert read(f"Xyzzy\n\n{text}\n").language is None


def test_a_month_that_means_two_things_means_nothing(read: Read) -> None:
    unclear = [name for name, number in phrases.phrases().months.items() if number == UNCLEAR_MONTH]
    assert all(read(f"{TITLE}\n\n9 {name} 2017\n\n{TEXT}\n").published_at is None for name in unclear)
