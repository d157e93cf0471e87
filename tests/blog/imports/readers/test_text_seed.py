"""The document with which the project began."""

import hashlib

import pytest
from django.conf import settings

from blog.imports.document import Document, LineRole, Offers
from blog.imports.readers import READABLE_SUFFIXES, reader_for
from blog.imports.readers.text import read_text
from blog.richtext.text import plain_text

SEED = settings.SEEDS / "000_508d33439ebc96ae.txt"
SOURCE = [" ".join(line.split()) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture
def seed() -> Document:
    (document,) = read_text(SEED)
    return document


def test_its_title_and_its_paragraphs_are_kept_word_for_word(seed: Document) -> None:
    assert seed.title == SOURCE[0] == "Turkmenistan and Azerbaijan continue their cooperation"
    assert [plain_text(part) for part in seed.body.split("</p>") if part] == SOURCE[1:9]
    assert seed.body.count("<p>") == 8


def test_its_organization_is_described_as_it_describes_itself(seed: Document) -> None:
    profile = seed.organization
    assert profile is not None
    assert profile.name == "Chamber of Commerce and Industry Romania-Turkmenistan"
    assert (profile.short_name, profile.founded_year, profile.kind) == ("CCIRom-Tkm", 2009, "chamber")
    assert profile.description == SOURCE[10]
    assert seed.byline == ""


def test_what_the_page_offered_is_told(seed: Document) -> None:
    assert seed.offers == Offers(replies=True, identity_services=("WordPress.com", "Google", "Twitter", "Facebook"), likes=True)


def test_nothing_is_invented(seed: Document) -> None:
    assert seed.published_at is None
    assert seed.warnings == ("date unknown",)
    assert (seed.categories, seed.tags, seed.comments) == ((), (), ())
    assert seed.language == "en"


def test_each_line_says_what_it_became(seed: Document) -> None:
    roles = [LineRole.TITLE, *[LineRole.BODY] * 8, *[LineRole.ORGANIZATION] * 2, *[LineRole.BOILERPLATE] * 12]
    assert [line.role for line in seed.lines] == roles
    assert [line.became for line in seed.lines] == [
        "title",
        *(f"paragraph {number}" for number in range(1, 9)),
        "name of the organization",
        "description of the organization",
        *["reply form"] * 11,
        "likes line",
    ]


def test_its_file_is_named_by_path_and_checksum(seed: Document) -> None:
    assert seed.path == str(SEED)
    assert seed.checksum == hashlib.sha256(SEED.read_bytes()).hexdigest()


def test_texts_are_read_by_this_reader() -> None:
    assert reader_for(SEED) is read_text
    assert set(READABLE_SUFFIXES) >= {".txt", ".text"}
