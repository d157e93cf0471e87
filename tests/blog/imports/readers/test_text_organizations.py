"""Organizations that publish."""

import pytest

from blog.imports.document import LineRole
from blog.imports.readers.text.organization import is_organization
from blog.organizations.models import Kind
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

TITLE = "The harbour in winter"
TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."


@pytest.mark.parametrize(
    ("line", "name", "kind"),
    [
        ("Published by Chamber of Commerce and Industry Romania-Turkmenistan", None, Kind.CHAMBER),
        ("Veröffentlicht von Handelskammer Musterstadt", "Handelskammer Musterstadt", Kind.CHAMBER),
        ("Publicat de Camera de Comerț și Industrie", "Camera de Comerț și Industrie", Kind.CHAMBER),
        ("Автор: Торгово-промышленная палата", "Торгово-промышленная палата", Kind.CHAMBER),
        ("Posted by Institute of Examples on May 14, 2018", "Institute of Examples", Kind.INSTITUTE),
        ("Publié par Association des ports", "Association des ports", Kind.ASSOCIATION),
        ("Geschrieben von Verein der Hafenfreunde", "Verein der Hafenfreunde", Kind.ASSOCIATION),
        ("Published by Ministry of Harbours", "Ministry of Harbours", Kind.PUBLIC_BODY),
        ("Published by Harbour Foundation", "Harbour Foundation", Kind.NGO),
        ("Published by Harbours Ltd.", None, Kind.COMPANY),
    ],
)
@pytest.mark.parametrize("place", ["head", "tail"])
def test_an_organization_is_known_by_its_name(read: Read, line: str, name: str | None, kind: Kind, place: str) -> None:
    document = read(f"{TITLE}\n\n{line}\n\n{TEXT}\n" if place == "head" else f"{TITLE}\n\n{TEXT}\n\n{line}\n")
    assert document.organization is not None
    assert document.organization.name == (name or line.removeprefix("Published by ").rstrip("."))
    assert document.organization.kind == kind
    assert document.organization.description == ""
    assert document.byline == ""
    assert plain_text(document.body) == TEXT


def test_the_paragraph_below_tells_the_rest(read: Read) -> None:
    description = (
        "The Institute of Harbours (IoH) is a non-governmental body, founded in 1998 to study harbours and their towns."
    )
    document = read(f"{TITLE}\n\n{TEXT}\n\nPublished by Institute of Harbours\n\n{description}\n\nLeave a Reply\n")
    profile = document.organization
    assert profile is not None
    assert (profile.name, profile.short_name, profile.founded_year) == ("Institute of Harbours", "IoH", 1998)
    assert profile.description == description
    assert [line.role for line in document.lines[2:4]] == [LineRole.ORGANIZATION] * 2


def test_a_name_without_such_words_is_known_by_its_description(read: Read) -> None:
    description = (
        "Greenpaths (GP) is a network of walkers, set up in the spring of 2011, that keeps the paths along the coast open."
    )
    profile = read(f"{TITLE}\n\n{TEXT}\n\nPublished by Greenpaths\n\n{description}\n\nLeave a Reply\n").organization
    assert profile is not None
    assert (profile.name, profile.short_name, profile.founded_year) == ("Greenpaths", "GP", 2011)


def test_the_description_may_stand_in_the_tail_when_the_name_stands_in_the_head(read: Read) -> None:
    description = "The Institute of Harbours is a body of public utility that was established in 1998 by six harbour towns."
    document = read(f"{TITLE}\n\nby Institute of Harbours\n\n{TEXT}\n\nShare this:\n\n{description}\n\nLeave a Reply\n")
    assert document.organization is not None
    assert document.organization.founded_year == 1998
    assert plain_text(document.body) == TEXT


@pytest.mark.parametrize(
    "name",
    ["Jane Doe", "Jan van den Berg", "Bundy Smith", "Assia Doe", "surfguard"],
)
def test_persons_are_no_organizations(name: str) -> None:
    assert not is_organization(name)


def test_a_note_about_a_person_is_no_profile(read: Read) -> None:
    note = "Jane Doe writes about harbours and lives with two cats in an old house above the northern quay."
    document = read(f"{TITLE}\n\n{TEXT}\n\nPublished by Jane Doe\n\n{note}\n\nView all posts by Jane Doe\n\nLeave a Reply\n")
    assert document.organization is None
    assert document.byline == "Jane Doe"
    assert plain_text(document.body) == TEXT


def test_the_person_keeps_the_byline_of_an_organization_s_post(read: Read) -> None:
    document = read(f"{TITLE}\n\nby Jane Doe\n\n{TEXT}\n\nPublished by Institute of Harbours\n\nLeave a Reply\n")
    assert document.organization is not None
    assert document.byline == "Jane Doe"
