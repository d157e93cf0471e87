"""Comments below the article."""

from datetime import UTC, datetime

import pytest

from blog.imports.document import Document, LineRole
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

TITLE = "The harbour in winter"
TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."
FIRST = "I was there when the first ship came in, and I remember the cold and the smell of the tar very well."
SECOND = "Thank you."


def with_thread(read: Read, thread: str) -> Document:
    document = read(f"{TITLE}\n\n{TEXT}\n\n{thread}\n")
    assert plain_text(document.body) == TEXT
    return document


# A stroke stands for a blank line.
THREADS = [
    (
        "2 comments / Reader One August 17, 2019 - 2:19 pm / {first} / Reply"
        " / Reader Two August 19, 2019 - 5:48 pm / {second} / Reply"
    ),
    (
        "2 thoughts on “{title}” / Reader One says: / August 17, 2019 at 2:19 pm / {first} / Reply"
        " / Reader Two says: / August 19, 2019 at 5:48 pm / {second} / Reply"
    ),
    (
        "2 Responses to {title} / Reader One / August 17, 2019 at 2:19 pm / Reply / {first}"
        " / Reader Two / August 19, 2019 at 5:48 pm / Reply / {second}"
    ),
    (
        "There are 2 comments / Reader One · August 17, 2019 at 2:19 PM / {first} / • Reply"
        " / Reader Two · August 19, 2019 at 5:48 PM / {second} / • Reply"
    ),
    "2 comments: / Reader One17 August 2019 at 14:19 / {first} / Reply / Reader Two19 August 2019 at 17:48 / {second} / Reply",
    (
        "2 Kommentare / Reader One sagt: / 17. August 2019 um 14:19 Uhr / {first} / Antworten"
        " / Reader Two sagt: / 19. August 2019 um 17:48 Uhr / {second} / Antworten"
    ),
    (
        "2 réflexions sur « {title} » / Reader One dit : / 17 août 2019 à 14:19 / {first} / Répondre"
        " / Reader Two dit : / 19 août 2019 à 17:48 / {second} / Répondre"
    ),
]


@pytest.mark.parametrize("thread", THREADS)
@pytest.mark.parametrize("end", ["", "\n\nLeave a Reply Cancel reply\n\nYour email address will not be published."])
def test_comments_are_read_with_their_names_and_moments(read: Read, thread: str, end: str) -> None:
    text = thread.format(title=TITLE, first=FIRST, second=SECOND).replace(" / ", "\n\n")
    first, second = with_thread(read, text + end).comments
    assert (first.author_name, first.text) == ("Reader One", FIRST)
    assert (second.author_name, second.text) == ("Reader Two", SECOND)
    assert first.submitted_at == datetime(2019, 8, 17, 14, 19, tzinfo=UTC)
    assert second.submitted_at == datetime(2019, 8, 19, 17, 48, tzinfo=UTC)


def test_a_comment_without_a_date_has_none(read: Read) -> None:
    (comment,) = with_thread(read, f"One response to {TITLE}\n\nReader One says:\n\n{FIRST}").comments
    assert comment.submitted_at is None


def test_paragraphs_of_a_comment_stay_apart(read: Read) -> None:
    (comment,) = with_thread(read, f"1 comment\n\nReader One says:\n\nHello,\n\n{FIRST}\n\nReply").comments
    assert comment.text == f"Hello,\n\n{FIRST}"


def test_the_lines_of_a_comment_have_its_role(read: Read) -> None:
    document = with_thread(read, f"1 comment\n\nReader One says:\n\n{FIRST}\n\nReply")
    assert [(line.role, line.became) for line in document.lines[2:]] == [
        (LineRole.BOILERPLATE, "heading of the comments"),
        (LineRole.COMMENT, "author of comment 1"),
        (LineRole.COMMENT, "comment 1"),
        (LineRole.BOILERPLATE, "link to reply"),
    ]


def test_comments_without_names_are_left_out_and_reported(read: Read) -> None:
    thread = (
        f"There are 2 comments\n\n{FIRST}\n\n{SECOND}\n\nYour email address will not be published. Required fields are marked *"
    )
    document = with_thread(read, thread)
    assert document.comments == ()
    assert "2 lines of comments without names were left out (lines 7, 9)" in document.warnings


@pytest.mark.parametrize(
    "heading", ["0 comments", "No comments", "0 replies", "Comments", "Comments are closed.", "Leave a comment"]
)
def test_a_heading_that_announces_none_gives_none(read: Read, heading: str) -> None:
    assert with_thread(read, f"{heading}\n\nLeave a Reply").comments == ()


def test_a_number_of_comments_below_the_title_is_no_text(read: Read) -> None:
    document = read(f"{TITLE}\n\n1\n\n{TEXT}\n\n1 comment\n\nReader One says:\n\n{FIRST}\n\nReply\n")
    assert plain_text(document.body) == TEXT
    assert plain_text(read(f"{TITLE}\n\n1\n\n{TEXT}\n").body) == f"1 {TEXT}"


@pytest.mark.parametrize(
    "heading", ["2 comments", "3 thoughts on chess", "One response to the storm", "2 replies to the council"]
)
def test_a_heading_that_speaks_of_comments_takes_no_paragraph(read: Read, heading: str) -> None:
    document = read(f"{TITLE}\n\n{TEXT}\n\n{heading}\n\n{TEXT}\n\n{FIRST}\n\nLeave a Reply\n")
    assert plain_text(document.body) == f"{TEXT} {heading} {TEXT} {FIRST}"
    assert document.comments == ()
