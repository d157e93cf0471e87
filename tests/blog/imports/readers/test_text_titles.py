"""Where the title stands."""
# ruff: noqa: RUF001  # signs of many scripts are what is tested

import pytest

from blog.imports.document import LineRole
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."


@pytest.mark.parametrize(
    "head",
    [
        "The harbour in winter",
        "The harbour in winter\n\nThe harbour in winter",
        "The harbour in winter – Harbour Notes\n\nThe harbour in winter",
        "Harbour Notes | The harbour in winter\n\nThe harbour in winter",
        "Home News The harbour in winter\n\nThe harbour in winter",
        "Home » News » The harbour in winter\n\nThe harbour in winter",
        "Home » News\n\nThe harbour in winter",
        "The harbour in winter\n\nMay 14, 2018\n\nThe harbour in winter",
        "Jan24\n\nThe harbour in winter\n\nStandard",
        "13 Aug\nNews\n\nThe harbour in winter",
        "14 May 2018\n\nThe harbour in winter",
        "jdadmin\n\nThe harbour in winter\n\n/0 Comments/in /by",
        "Skip to content\n\nThe harbour in winter\n\nPosted on May 14, 2018 by admin",
        "Harbour Notes\n\n  • Home\n  • About us\n  • Contact\n\nThe harbour in winter\n\nby Jane Doe",
        "Harbour Notes\n\nMenu\n\nHome\n\nThe harbour in winter",
        "← The lighthouse\n\nThe harbour in winter",
    ],
)
def test_the_title_is_found_below_menus_paths_and_dates(read: Read, head: str) -> None:
    document = read(f"{head}\n\n{TEXT}\n")
    assert document.title == "The harbour in winter"
    assert plain_text(document.body) == TEXT


@pytest.mark.parametrize(
    "title",
    [
        "Contact",
        "Related posts",
        "By the sea",
        "Comments on the new law",
        "Return to the sea",
        "3 thoughts on chess",
        "Leave a reply",
        "By Jane Doe",
        "Über uns",
        "13 Aug",
        "3 May 2018",
        "Wie geht es dem Hafen?",
        "A title that ends with a full stop.",
        "«Le port»",
        "“We sail at dawn!”",
        "Harbours " * 40,
        "#1",
    ],
)
def test_a_title_may_say_what_pages_say(read: Read, title: str) -> None:
    document = read(f"{title}\n\n{TEXT}\n")
    assert document.title == title.strip()
    assert plain_text(document.body) == TEXT


def test_a_subtitle_stays_in_the_text(read: Read) -> None:
    document = read(f"The harbour in winter\n\nNotes from a cold quay\n\nMay 14, 2018\n\n{TEXT}\n")
    assert document.title == "The harbour in winter"
    assert plain_text(document.body) == f"Notes from a cold quay {TEXT}"


@pytest.mark.parametrize("heading", ["History", "Contact", "Introduction"])
def test_a_heading_below_the_title_stays_in_the_text(read: Read, heading: str) -> None:
    assert plain_text(read(f"The harbour in winter\n\n{heading}\n\n{TEXT}\n\n{TEXT}\n").body) == f"{heading} {TEXT} {TEXT}"


def test_a_text_without_a_title_is_named_by_its_beginning_and_stays_whole(read: Read) -> None:
    document = read(f"{TEXT}\n\n{TEXT}\n")
    assert document.title == "The harbour was opened to all ships in spring, and the first convoy arrived on the same…"
    assert plain_text(document.body) == f"{TEXT} {TEXT}"
    assert "has no title of its own; the beginning of the text was taken" in document.warnings


def test_lines_above_the_title_are_named(read: Read) -> None:
    document = read(f"Skip to content\n\nHarbour Notes\n\nMenu\n\nHome\n\nThe harbour in winter\n\n{TEXT}\n")
    assert [line.became for line in document.lines] == [
        "navigation",
        "above the title",
        "navigation",
        "navigation",
        "title",
        "paragraph 1",
    ]


def test_a_list_below_the_title_is_no_menu(read: Read) -> None:
    document = read(f"What to pack\n\n  • a warm coat\n  • good shoes\n\nFor the walk\n\n{TEXT}\n")
    assert document.title == "What to pack"
    assert document.body.startswith("<ul><li>a warm coat</li><li>good shoes</li></ul>")


@pytest.mark.parametrize("sources", ["one line", "title and one line"])
def test_a_page_on_one_line_is_divided_and_nothing_is_lost(read: Read, sources: str) -> None:
    title, name = "The harbour in winter", "Institute of Harbours"
    lines = [
        title,
        f"The harbour opened. {TEXT} “Leave a reply,” the sign said.",
        f"Published by {name}",
        f"The {name} (IoH) is a non-governmental organization founded in 1998.",
        "Leave a Reply",
        "Fill in your details below or click an icon to log in:",
        "WordPress.com Logo",
        "You are commenting using your WordPress.com account. Log Out\xa0/\xa0 Change\xa0)",
        "Connecting to %s",
        "%d bloggers like this:",
    ]
    page = " ".join(lines) if sources == "one line" else f"{title}\n{' '.join(lines[1:])}"
    document = read(page)
    assert document.title == title
    assert plain_text(document.body) == lines[1]
    assert document.organization is not None
    assert (document.organization.name, document.organization.short_name) == (name, "IoH")
    assert document.offers.identity_services == ("WordPress.com",)
    for number, line in enumerate(page.split("\n"), start=1):
        assert "".join(part.text for part in document.lines if part.number == number) == line
    assert all(line.role is not LineRole.UNKNOWN for line in document.lines)
