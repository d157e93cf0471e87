"""When and by whom a post was published."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from blog.imports.document import Document, LineRole
from blog.richtext.text import plain_text
from tests.blog.imports.readers.conftest import Read

TITLE = "The harbour in winter"
TEXT = "The harbour was opened to all ships in spring, and the first convoy arrived on the same day as the mail."
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def below_title(read: Read, line: str) -> Document:
    return read(f"{TITLE}\n\n{line}\n\n{TEXT}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Posted on August 9, 2017",
        "August 9, 2017",
        "9 August 2017",
        "9th of August 2017",
        "Aug 9th, 2017",
        "09 Aug 2017",
        "Wednesday, August 9, 2017",
        "Wed, 9 Aug 2017 at 4:02 p.m.",
        "Published on August 9, 2017 at 16:02",
        "2017-08-09",
        "2017/08/09",
        "2017年8月9日",
        "2017년 8월 9일",
        "August 9, 2017 16:02:33",
        "9.8.2017 16:02 Uhr",
        "9.8.2017",
        "09.08.2017 um 20:51 Uhr",
        "Veröffentlicht am 9. August 2017",
        "Mittwoch, 9. August 2017",
        "Publié le 9 août 2017",
        "Publicado el 9 de agosto de 2017",
        "Pubblicato il 9 agosto 2017",
        "Geplaatst op 9 augustus 2017",
        "Publicado em 9 de agosto de 2017",
        "9 de agosto del 2017",
        "Ago 9, 2017",
        "August 9, 2017 | 3 comments",
        "August 9, 2017 · 5 min read",
        "Updated May 1, 2019 | Published August 9, 2017",
    ],
)
def test_dates_are_read_in_many_orders_and_languages(read: Read, line: str) -> None:
    document = below_title(read, line)
    assert document.published_at == date(2017, 8, 9)
    assert plain_text(document.body) == TEXT
    assert "date unknown" not in document.warnings


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("03/04/2018", "line 3 holds a date that can be read in two ways"),
        ("Posted on 03/04/2018 by Jane Doe", "line 3 holds a date that can be read in two ways"),
        ("31 February 2018", "line 3 holds a date that cannot be"),
        ("9 August 2031", "line 3 holds a date that cannot be"),
        ("9 August 1831", "line 3 holds a date that cannot be"),
        ("By webmaster|2018-13-45T10:00:00Z|", None),
        ("13 Aug", None),
        ("Jan24", None),
        ("Last updated on August 9, 2017", None),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_is_not_certain_is_no_date(read: Read, line: str, warning: str | None) -> None:
    document = below_title(read, line)
    assert document.published_at is None
    assert plain_text(document.body) == TEXT
    assert document.warnings == (("date unknown", warning) if warning else ("date unknown",))


def test_a_name_that_is_a_month_and_a_weekday_begins_a_date(read: Read) -> None:
    assert below_title(read, "Mar 5, 2018").published_at == date(2018, 3, 5)
    assert below_title(read, "Posted on Mar 5, 2018 by Jane Doe").published_at == date(2018, 3, 5)


def test_days_above_twelve_tell_a_date_with_slashes(read: Read) -> None:
    assert below_title(read, "13/08/2017").published_at == date(2017, 8, 13)
    assert below_title(read, "08/13/2017").published_at == date(2017, 8, 13)
    assert below_title(read, "08/08/2017").published_at == date(2017, 8, 8)


@time_machine.travel(NOW, tick=False)
def test_what_is_tomorrow_elsewhere_is_a_date(read: Read) -> None:
    assert below_title(read, "2 March 2026").published_at == (NOW + timedelta(days=1)).date()
    assert below_title(read, "3 March 2026").published_at is None


def test_a_moment_with_its_offset_is_kept(read: Read) -> None:
    document = below_title(read, "By webmaster|2015-02-12T11:55:33-05:00February 12th, 2015|Harbours|")
    assert document.published_at == datetime(2015, 2, 12, 16, 55, 33, tzinfo=UTC)
    assert document.categories == ("Harbours",)
    assert document.byline == ""


def test_dates_in_the_text_are_not_those_of_the_post(read: Read) -> None:
    text = f"On the 8th of August 2017 they met. {TEXT}"
    assert read(f"{TITLE}\n\n{text}\n\nAugust 9, 2017 was a Wednesday\n\n{text}\n").published_at is None


def test_dates_of_other_posts_and_of_comments_are_not_those_of_the_post(read: Read) -> None:
    comment = "1 comment\n\nReader One August 17, 2019 - 2:19 pm\n\nThank you."
    tail = f"Related posts\n\nA walk\n\nMay 14, 2018\n\n{comment}\n\nLeave a Reply"
    assert read(f"{TITLE}\n\n{TEXT}\n\n{tail}\n").published_at is None


@pytest.mark.parametrize(
    "line",
    [
        "by Jane Doe",
        "By Jane Doe",
        "Written by Jane Doe",
        "Posted by Jane Doe",
        "Published by: Jane Doe",
        "Author: Jane Doe",
        "von Jane Doe",
        "Veröffentlicht von Jane Doe am 9. August 2017",
        "par Jane Doe",
        "por Jane Doe",
        "di Jane Doe",
        "door Jane Doe",
        "Posted on August 9, 2017 by Jane Doe | Leave a comment",
        "August 9, 2017 Jane Doe",
        "Jane Doe | August 9, 2017",
        "August 9, 2017 by Jane Doe in Harbours",
        "by Jane Doe\nwritten by Jane Doe",
    ],
)
def test_a_person_becomes_the_byline(read: Read, line: str) -> None:
    document = below_title(read, line)
    assert document.byline == "Jane Doe"
    assert document.organization is None
    assert plain_text(document.body) == TEXT


@pytest.mark.parametrize("name", ["admin", "webmaster", "jdadmin", "Administrator"])
def test_an_administrator_is_nobody(read: Read, name: str) -> None:
    document = below_title(read, f"by {name}")
    assert (document.byline, document.organization) == ("", None)


@pytest.mark.parametrize(
    "line", ["By the sea", "De Madrid a Lisboa", "Von der Wiege bis zur Bahre", "Le port et la mer", "In memoriam"]
)
def test_a_subtitle_that_begins_as_bylines_do_stays_in_the_text(read: Read, line: str) -> None:
    document = below_title(read, line)
    assert plain_text(document.body) == f"{line} {TEXT}"
    assert document.byline == ""


def test_lines_that_lost_their_date_and_name_are_no_text(read: Read) -> None:
    document = below_title(read, "Veröffentlicht am von")
    assert plain_text(document.body) == TEXT
    assert document.lines[1].role is LineRole.BYLINE


def test_a_sentence_may_name_terms_and_the_person(read: Read) -> None:
    line = "This entry was posted in Harbours and tagged quay, death by water by Jane Doe. Bookmark the permalink."
    document = read(f"{TITLE}\n\n{TEXT}\n\n{line}\n")
    assert (document.categories, document.tags, document.byline) == (("Harbours",), ("quay", "death by water"), "Jane Doe")


def test_categories_and_tags_are_taken_once(read: Read) -> None:
    tail = "Posted in Harbours, Ships | Tagged quay, winter | Leave a comment\n\nFiled under: Ships"
    document = read(f"{TITLE}\n\n{TEXT}\n\n{tail}\n")
    assert document.categories == ("Harbours", "Ships")
    assert document.tags == ("quay", "winter")
    assert plain_text(document.body) == TEXT
