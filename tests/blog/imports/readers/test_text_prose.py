"""Articles that speak as pages do: they lose nothing."""
# ruff: noqa: RUF001  # signs of many scripts are what is tested

import pytest

from blog.imports.document import LineRole
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

FIRST = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."
SECOND = "The council thanked the crews and announced that the second pier would follow within a year or two."
THIRD = "Since then the quarter has grown, and the old warehouses have become workshops, studios and a library."
FORM = "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n"

LONE_LINES = [
    "Leave a reply",
    "Leave a Reply",
    "Share this",
    "Share this:",
    "Related",
    "Related posts",
    "Published by the harbour office",
    "Published by Institute of Harbours",
    "Posted on 3 May 2018",
    "By Jane Doe",
    "Comments",
    "Two comments",
    "3 comments",
    "About the author",
    "Previous post",
    "Tags: harbour, ships",
    "Subscribe to our newsletter",
    "Search",
    "Home",
    "Kommentar verfassen",
    "Ähnliche Beiträge",
    "Laisser un commentaire",
]


@pytest.mark.parametrize("line", LONE_LINES)
@pytest.mark.parametrize("end", ["", FORM], ids=["bare", "form"])
def test_a_line_of_furniture_between_paragraphs_stays(read: Read, line: str, end: str) -> None:
    document = read(f"The harbour\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}\n\n{end}")
    assert plain_text(document.body) == f"{FIRST} {line} {SECOND} {THIRD}"
    assert document.title == "The harbour"


@pytest.mark.parametrize("line", [line for line in LONE_LINES if line != "About the author"])
def test_it_stays_before_a_single_paragraph_too(read: Read, line: str) -> None:
    document = read(f"The harbour\n\n{FIRST}\n\n{SECOND}\n\n{line}\n\n{THIRD}\n")
    assert plain_text(document.body) == f"{FIRST} {SECOND} {line} {THIRD}"


@pytest.mark.parametrize("end", ["", FORM], ids=["bare", "form"])
def test_several_such_lines_together_stay_too(read: Read, end: str) -> None:
    lines = [
        "Leave a Reply",
        "Share this:",
        "Related",
        "That is what the sign said.",
        "Published by the council",
        "We read it twice.",
    ]
    document = read(f"The harbour\n\n{FIRST}\n\n" + "\n\n".join(lines) + f"\n\n{end}")
    assert plain_text(document.body) == " ".join([FIRST, *lines])


def test_a_line_that_could_not_be_placed_is_reported(read: Read) -> None:
    document = read(f"The harbour\n\n{FIRST}\n\nRelated posts\n\n{SECOND}\n\nShare this:\n\n{THIRD}\n")
    assert [line.number for line in document.lines if line.role is LineRole.UNKNOWN] == [5, 9]
    assert "2 lines could not be placed; kept in the text (lines 5, 9)" in document.warnings


@pytest.mark.parametrize(
    "sentence",
    [
        "Published by the harbour office in 1921, the almanac was read in every house of the quarter and beyond it.",
        "Leave a reply, the sign said, and so we wrote a few words into the book that lay beside the door.",
        "Share this bread with whoever knocks, my grandmother used to say when the evening came and the lamps were lit.",
        "Related to this is the question of the second pier, which nobody in the council wanted to answer that day.",
        "By Monday the ice was gone, and on 3 May 2018 the first ship of the year lay at the northern quay.",
        "Copyright was the first thing that the printers of the almanac spoke about when they met the council.",
    ],
)
def test_sentences_that_begin_as_furniture_does_stay(read: Read, sentence: str) -> None:
    document = read(f"The harbour\n\n{sentence}\n\n{SECOND}\n\n{sentence}\n\n{FORM}")
    assert plain_text(document.body) == f"{sentence} {SECOND} {sentence}"
    assert document.published_at is None
    assert document.byline == ""


@pytest.mark.parametrize(
    "last", ["Home.", "“Reply!”", "– „Ok.“", "And so we left.", "Berlin, 14. Juni 2013", "Until next week!"]
)
def test_a_short_last_line_stays(read: Read, last: str) -> None:
    assert plain_text(read(f"The harbour\n\n{FIRST}\n\n{last}\n").body) == f"{FIRST} {last}"
    assert plain_text(read(f"The harbour\n\n{FIRST}\n\n{last}\n\n{FORM}").body) == f"{FIRST} {last}"


@pytest.mark.parametrize("heading", ["Contact", "Contact us", "Links", "Events", "Useful links", "Newsletter"])
def test_the_last_lines_of_an_article_stay(read: Read, heading: str) -> None:
    lines = [heading, "Institute of Harbours, Northern Quay 1", "Telephone 555 0100"]
    document = read(f"The harbour\n\n{FIRST}\n\n" + "\n\n".join(lines) + f"\n\n{FORM}")
    assert plain_text(document.body) == " ".join([FIRST, *lines])


def test_headings_that_are_names_of_fields_stay(read: Read) -> None:
    lines = [part for heading in ("Subject", "Name", "Email", "Message", "Send", "Close") for part in (heading, SECOND)]
    document = read(f"How to write to the council\n\n{FIRST}\n\n" + "\n\n".join(lines) + f"\n\n{FORM}")
    assert plain_text(document.body) == " ".join([FIRST, *lines])


def test_furniture_that_an_article_quotes_here_and_there_stays(read: Read) -> None:
    quoted = ["Leave a Reply", "Your email address will not be published.", "Post a comment", "You must be logged in to reply"]
    lines = [part for line in quoted for part in (line, SECOND)]
    document = read(f"What pages say\n\n{FIRST}\n\n" + "\n\n".join(lines) + f"\n\n{FORM}")
    assert plain_text(document.body) == " ".join([FIRST, *lines])


def test_a_list_of_furniture_in_an_article_stays(read: Read) -> None:
    items = [
        "Leave a Reply",
        "Share this:",
        "Like this:",
        "Related",
        "Post a comment",
        "Your email address will not be published.",
    ]
    document = read(f"What pages say\n\n{FIRST}\n\n" + "\n".join(f"• {item}" for item in items) + f"\n\n{SECOND}\n\n{FORM}")
    assert plain_text(document.body) == " ".join([FIRST, *items, SECOND])


def test_a_dialogue_about_comments_stays(read: Read) -> None:
    lines = ["– Did you read the comments?", "– No comments.", "– Leave a reply, then.", "– Reply?"]
    document = read(f"The harbour\n\n{FIRST}\n\n" + "\n\n".join(lines) + f"\n\n{SECOND}\n")
    assert plain_text(document.body) == " ".join([FIRST, *lines, SECOND])


def test_a_poem_keeps_its_lines_and_its_refrain(read: Read) -> None:
    verse = "The sea is wide\nThe ship is small\nHome"
    document = read(f"A song\n\n{verse}\n\n{verse}\n\n{verse}\n")
    assert document.body == "<p>The sea is wide<br>The ship is small<br>Home</p>" * 3
