"""On SQLite, the words to which the last one may go on are named one by one, and a common word is not counted to its end."""

import pytest
from django.db import connection

from blog.posts.models import Post
from blog.search.index import get_index, sqlite, sqlite_beginnings
from blog.search.index.sqlite_schema import FACET
from blog.search.query import Query
from tests.blog.search.finding import found
from tests.factories import PostFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the index is SQLite's"),
]


def beginnings(typed: str) -> tuple[str, str, str]:
    """Return what stands for the last word: in headings, in texts, and without the word itself."""
    named, values = sqlite_beginnings.of(Query.parse(typed))
    with connection.cursor() as cursor:
        cursor.execute(f"{named}SELECT in_headings, in_texts, longer FROM beginnings", values)  # noqa: S608  # its own words
        ((headings, texts, longer),) = cursor.fetchall()
    return headings, texts, longer


def test_the_words_are_named_and_those_before_and_behind_them_are_not() -> None:
    PostFactory.create(title="Harv harvest Harvésts", body="Hart, harw, hass")
    assert beginnings("good harv") == (
        '("harv" OR "harvest" OR "harvests")',
        '("harv" OR "harvest" OR "harvests")',
        '("harvest" OR "harvests")',
    )


def test_a_word_that_goes_on_nowhere_is_asked_for_as_it_stands() -> None:
    PostFactory.create(title="Harvest")
    assert beginnings("harvest") == ('("harvest")', '("harvest")', f'"{FACET}"')
    assert beginnings("zzz") == ('"zzz"*',) * 3
    assert found("harvest") != found("zzz") == []


def test_the_last_word_of_what_is_written_in_one_piece_goes_on_too() -> None:
    PostFactory.create(slug="a", body="An e-mail")
    PostFactory.create(slug="b", title="E-mailing")
    PostFactory.create(slug="c", body="Mail, e")
    assert beginnings("e-ma") == ('("e mail" OR "e mailing")',) * 3
    assert found("e-ma") == ["b", "a"]


def test_of_very_many_words_headings_are_asked_for_all_and_texts_for_the_first() -> None:
    words = [f"wa{number:03}" for number in range(sqlite_beginnings.MOST_WORDS + 50)]
    PostFactory.create(slug="heading", title=words[-1])
    PostFactory.create(slug="first", body=words[0])
    PostFactory.create(slug="all", body=" ".join(words[1:]))
    headings, texts, _longer = beginnings("wa")
    assert headings == '"wa"*'
    assert texts.count(" OR ") == sqlite_beginnings.MOST_WORDS
    assert found("wa") == ["heading", "all", "first"]
    assert found(words[-1][:-1]) == ["heading", "all"]


def test_a_very_common_word_is_not_taken_for_the_beginning_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    PostFactory.create(slug="a", title="Harvest")
    PostFactory.create(slug="b", title="Harvesting")
    assert found("harvest") == ["b", "a"]
    monkeypatch.setattr(sqlite_beginnings, "COMMON", 1)
    assert beginnings("harvest") == ('"harvest"', '"harvest"', f'"{FACET}"')
    assert found("harvest") == ["a"]
    assert found("harves") == ["b", "a"]


@pytest.mark.parametrize("typed", ["ha", "har", "good ha"])
def test_two_or_three_letters_begin_words_of_headings(typed: str) -> None:
    PostFactory.create(slug="a", title="Good harvest")
    PostFactory.create(slug="b", title="Good", summary="Häuser")
    PostFactory.create(slug="c", title="Good", body="Harvest")
    assert found(typed) == {"ha": ["a", "b", "c"], "har": ["a", "c"], "good ha": ["a", "b", "c"]}[typed]


def test_what_stands_in_summaries_is_found_while_they_stand_there() -> None:
    PostFactory.create(slug="title", title="Harvest", summary="Wheat")
    post = PostFactory.create(slug="summary", title="Wheat", summary="Good harvest", body="Harvest")
    PostFactory.create(slug="text", body="Harvest")
    assert found("harvest") == ["title", "summary", "text"]
    assert found("wheat harvest") == ["summary", "title"]
    Post.objects.filter(pk=post.pk).update(summary="")
    assert found("harvest") == ["title", "text", "summary"]
    assert found("wheat harvest") == ["title", "summary"]


def test_a_word_is_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "COUNTED", 3)
    PostFactory.create(body="Wheat wheat wheat wheat. Rye rye.")
    assert get_index().frequencies(["wheat", "rye", "oats"]) == {"wheat": 3, "rye": 2}
