"""What changes have scattered in the index is brought together again, and finds the same."""

import pytest
from django.db import connection
from django.utils import timezone

from blog.search.index import get_index
from blog.search.index.sqlite_schema import TEXTS
from cms import housekeeping
from tests.blog.search.finding import found
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL merges by itself")
WORDS = ("harvest", "harbour", "winter", "summer", "spring", "autumn")


def segments(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx")  # noqa: S608  # one of ours
        return int(cursor.fetchone()[0])


def scatter() -> None:
    """Store posts one by one; the search between them has each written into a segment of its own."""
    organization = OrganizationFactory.create()
    for word in WORDS:
        PostFactory.create(slug=word, title=word, summary=f"All of {word}", organization=organization)
        assert found(word) == [word]


@ON_SQLITE
def test_housekeeping_merges_the_segments() -> None:
    scatter()
    assert segments("search_text") > 1
    assert dict(housekeeping.run(at=timezone.now()))["parts of the search index merged"] > 0
    assert {table: segments(table) for table in TEXTS} == dict.fromkeys(TEXTS, 1)
    assert [found(word) for word in WORDS] == [[word] for word in WORDS]
    assert get_index().tidy() == 0  # there is nothing left to do


@ON_SQLITE
def test_an_index_that_is_made_anew_has_one_segment() -> None:
    scatter()
    get_index().install()
    assert {table: segments(table) for table in TEXTS} == dict.fromkeys(TEXTS, 1)
    assert found("winter") == ["winter"]


def test_tidying_changes_nothing_that_is_found() -> None:
    scatter()
    get_index().tidy()
    assert [found(word) for word in WORDS] == [[word] for word in WORDS]
