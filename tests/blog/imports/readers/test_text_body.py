"""The article's text as HTML."""
# ruff: noqa: RUF001  # signs of many scripts are what is tested

import pytest

from blog.imports.document import LineRole
from blog.richtext.sanitizer import sanitize_article
from tests.blog.imports.readers.conftest import Read

TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."


def body_of(read: Read, text: str) -> str:
    body = read(f"The harbour in winter\n\n{text}\n").body
    assert sanitize_article(body) == body
    return body


def test_blank_lines_divide_paragraphs(read: Read) -> None:
    assert body_of(read, f"{TEXT}\n\n\n{TEXT}") == f"<p>{TEXT}</p><p>{TEXT}</p>"


def test_without_blank_lines_each_line_is_a_paragraph(read: Read) -> None:
    document = read(f"The harbour in winter\n{TEXT}\nA heading\n{TEXT}\n{TEXT}")
    assert document.body == f"<p>{TEXT}</p><h2>A heading</h2><p>{TEXT}</p><p>{TEXT}</p>"


def test_short_lines_of_a_block_stay_lines(read: Read) -> None:
    assert body_of(read, f"{TEXT}\n\nInstitute of Harbours\nNorthern Quay 1\n12345 Harbour") == (
        f"<p>{TEXT}</p><p>Institute of Harbours<br>Northern Quay 1<br>12345 Harbour</p>"
    )


def test_long_lines_of_a_block_are_paragraphs(read: Read) -> None:
    assert body_of(read, f"{TEXT}\n{TEXT}\n\n{TEXT}") == f"<p>{TEXT}</p>" * 3


def test_a_paragraph_broken_into_lines_is_put_together(read: Read) -> None:
    broken = (
        "The harbour was opened to all ships in spring, and the first\n"
        "convoy arrived on the same day as the mail, which the council\n"
        "had awaited."
    )
    assert body_of(read, broken) == f"<p>{broken.replace('\n', ' ')}</p>"


@pytest.mark.parametrize("mark", ["•", "*", "-", "–", "▪"])
def test_marks_make_a_list(read: Read, mark: str) -> None:
    assert body_of(read, f"{TEXT}\n\n  {mark} a warm coat\n  {mark} good shoes\n\n{TEXT}") == (
        f"<p>{TEXT}</p><ul><li>a warm coat</li><li>good shoes</li></ul><p>{TEXT}</p>"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["– „Dann sag es nicht“", "– „Ok.“"],
        ["– Where is the ship?", "– In the harbour."],
        ["— Где корабль?", "— В гавани."],
        ["- Did it come?", "- It did!"],
    ],
)
def test_a_dialogue_is_no_list(read: Read, lines: list[str]) -> None:
    assert body_of(read, f"{TEXT}\n\n" + "\n".join(lines)) == f"<p>{TEXT}</p><p>{'<br>'.join(lines)}</p>"
    assert body_of(read, f"{TEXT}\n\n" + "\n\n".join(lines)) == "".join(f"<p>{line}</p>" for line in (TEXT, *lines))


def test_one_item_is_no_list(read: Read) -> None:
    assert body_of(read, f"{TEXT}\n\n• a warm coat\n\n{TEXT}") == f"<p>{TEXT}</p><p>• a warm coat</p><p>{TEXT}</p>"


def test_numbered_lines_keep_their_numbers(read: Read) -> None:
    assert body_of(read, f"{TEXT}\n\n  1. Take a coat\n  2. Go out") == f"<p>{TEXT}</p><p>1. Take a coat</p><p>2. Go out</p>"


@pytest.mark.parametrize("heading", ["A walk along the quay", "WHAT YOU NEED", "Conor Oberst: Ruminations", "Дорога к гавани"])
def test_a_short_line_between_paragraphs_is_a_heading(read: Read, heading: str) -> None:
    assert body_of(read, f"{TEXT}\n\n{heading}\n\n{TEXT}") == f"<p>{TEXT}</p><h2>{heading}</h2><p>{TEXT}</p>"


@pytest.mark.parametrize(
    "line",
    [
        "It was cold.",
        "Who knows?",
        "In short:",
        "and then, nothing",
        "“Not a heading”",
        "#harbour #winter",
        "12 May",
        "Twitter, Facebook, and Instagram",
        "A line that has far too many words to be a heading",
        "* * *",
    ],
)
def test_in_doubt_a_line_is_a_paragraph(read: Read, line: str) -> None:
    assert body_of(read, f"{TEXT}\n\n{line}\n\n{TEXT}") == f"<p>{TEXT}</p><p>{line}</p><p>{TEXT}</p>"


def test_a_heading_needs_paragraphs_around_it(read: Read) -> None:
    assert "<h2>" not in body_of(read, f"A caption\n\n{TEXT}\n\nOne\n\nTwo\n\n{TEXT}\n\nThe end")


def test_text_is_escaped(read: Read) -> None:
    assert body_of(read, f"a < b && <script>alert(1)</script>\n\n{TEXT}") == (
        f"<p>a &lt; b &amp;&amp; &lt;script&gt;alert(1)&lt;/script&gt;</p><p>{TEXT}</p>"
    )


def test_the_description_of_pictures_stands_once(read: Read) -> None:
    picture = "The old harbour of the town with ships #harbour"
    document = read("The harbour in winter\n\n" + f"{picture}\n\n{TEXT}\n\n" * 3)
    assert document.body == f"<p>{picture}</p>" + f"<p>{TEXT}</p>" * 3
    assert [line.role for line in document.lines].count(LineRole.BOILERPLATE) == 2


@pytest.mark.parametrize("line", ["And the sea came in over the wall.", "The sea came in", "Nevermore"])
def test_a_refrain_stands_as_often_as_it_is_sung(read: Read, line: str) -> None:
    assert body_of(read, f"{TEXT}\n\n{line}\n\n" * 3).count(line) == 3


def test_lines_say_what_they_became(read: Read) -> None:
    document = read(f"The harbour\n\n{TEXT}\n\nA heading\n\n{TEXT}\n\n• one\n• two\n\nLeave a Reply\n")
    assert [line.became for line in document.lines] == [
        "title",
        "paragraph 1",
        "heading 1",
        "paragraph 2",
        "list 1",
        "list 1",
        "reply form",
    ]
