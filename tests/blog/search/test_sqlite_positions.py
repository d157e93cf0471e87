"""On SQLite, the newest posts are found where many drafts hold the same word: FTS5 of SQLite 3.40 lost its way among these."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from blog.search.index import Scope, get_index
from blog.search.index.base import ID_BITS
from blog.search.index.sqlite_schema import LAST_STEP
from blog.search.query import Query
from tests.blog.search.finding import found
from tests.factories import PostFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the index is SQLite's"),
]
PUBLISHED, DRAFTS = 20_000, 1_300  # so many that FTS5 notes where in its list of them which begins a page
NEWEST = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 11, 12, 15])  # of 24, seven were lost
def test_the_newest_are_found_before_many_drafts(seed: int) -> None:
    index, random = get_index(), Random(seed)  # noqa: S311  # the same posts each time
    moments = [NEWEST - timedelta(hours=6 * number + random.random()) for number in range(PUBLISHED)]
    published = [index.position_at(moment) + random.randrange(1_000_000) for moment in moments]
    drafts = [(LAST_STEP << ID_BITS) + 40_000 + number * 773 + seed for number in range(DRAFTS)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_text (rowid, body) VALUES (%s, 'wheat rye wheat oats wheat')",
            [(position,) for position in published[::-1] + drafts],
        )
        cursor.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
    scope = Scope(last=index.last_position_at(NEWEST))
    assert index.newest(Query.parse('"wheat"'), scope, limit=20) == published[:20]
    assert index.newest(Query.parse('rye "wheat"'), scope, limit=20) == published[:20]


def test_any_two_positions_differ_by_less_than_what_eight_bytes_hold() -> None:
    index = get_index()
    first = index.position_at(datetime(1, 1, 2, tzinfo=UTC))
    assert (LAST_STEP << ID_BITS) + 2**ID_BITS - first < 2**56


def test_moments_are_told_apart_as_the_database_does() -> None:
    index = get_index()
    for moment in (datetime(1843, 1, 1, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), NEWEST):
        for seconds in (-61, -1, 0, 59, 60):
            at = moment + timedelta(seconds=seconds)
            post = PostFactory.create(published_at=at)
            with connection.cursor() as cursor:
                cursor.execute("SELECT rowid FROM search_text WHERE rowid = %s", [index.position_at(at) | post.pk])
                assert cursor.fetchall()


def test_a_year_before_1970_ends_with_its_last_second() -> None:
    PostFactory.create(slug="a", title="Harvest", published_at=datetime(1959, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert (found("harvest", year="1959"), found("harvest", year="1960")) == (["a"], [])
