"""On PostgreSQL the newest matching posts are walked to where they stand close together, and else collected from the index."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.search.index import postgresql
from tests.blog.search.finding import found
from tests.factories import LONG_AGO, PostFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the plans are PostgreSQL's"),
]
WALK, COLLECT = 0, 1_000_000
POSTS = [  # title, summary, text
    ("Harvest", "", ""),
    ("Wheat", "A good harvest", ""),
    ("Wheat", "", "Harvest"),
    ("Good", "harvest", "wheat"),
    ("A", "", ""),
]
ASKED = [
    ("harvest", {}),
    ("harv", {}),
    ('"good harvest"', {}),
    ("harvest wheat", {}),
    ("harvest", {"organization": "institute-of-examples"}),
    ("harvest", {"year": "2017", "language": "en"}),
    ("nothing", {}),
]


@pytest.mark.parametrize(("words", "filters"), ASKED)
@pytest.mark.usefixtures("organization")
def test_either_way_finds_the_same(monkeypatch: pytest.MonkeyPatch, words: str, filters: dict[str, str]) -> None:
    for number, (title, summary, body) in enumerate(POSTS):
        PostFactory.create(title=title, summary=summary, body=body, published_at=LONG_AGO + timedelta(days=number))
    either = []
    for dense in (WALK, COLLECT):
        monkeypatch.setattr(postgresql, "DENSE", dense)
        either.append(found(words, **filters))
    assert either[0] == either[1]


def walks(words: str) -> int:
    """Return how many tiers of a search are walked through: their condition, which is asked once, let that branch run."""
    with CaptureQueriesContext(connection) as captured:
        found(words)
    count = 0
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if "WITH density" in query["sql"]:
                cursor.execute(f"EXPLAIN ANALYZE {query['sql']}")
                lines = [line for (line,) in cursor.fetchall()]
                branches = [pair for pair in pairwise(lines) if "One-Time Filter:" in pair[0] and "(NOT " not in pair[0]]
                assert branches
                count += sum("never executed" not in below for _filter, below in branches)
    return count


def test_posts_are_walked_through_only_for_a_word_that_many_of_them_hold() -> None:
    PostFactory.create_batch(postgresql.DENSE, title="Harvest", body="Harvest")
    PostFactory.create_batch(postgresql.DENSE - 1, title="Wheat", body="Wheat")
    assert walks('"harvest"') == 2  # titles and texts; no summary holds it
    assert walks('"wheat"') == walks('"nothing"') == 0
