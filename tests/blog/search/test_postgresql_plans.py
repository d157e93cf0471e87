"""On PostgreSQL the newest posts are looked at first; where too few match, others are walked to or collected from the index."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.posts.models import Post
from blog.search.asked import Asked
from blog.search.index import postgresql
from blog.search.results import RESULTS_A_PAGE, SPARE, find_posts
from tests.blog.search.finding import found, slugs
from tests.factories import LONG_AGO, PostFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the plans are PostgreSQL's"),
]
WAYS = {
    "walked": r"One-Time Filter: \(\(",
    "collected": r"One-Time Filter: \(\$\d+ < ",
}
LIMIT = RESULTS_A_PAGE + 1 + SPARE  # posts that a page asks the index for
WALK, COLLECT = 0, 1_000_000  # posts that must match among the newest
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
    for enough in (WALK, COLLECT):
        monkeypatch.setattr(postgresql.Look, "enough", lambda _look, _limit, enough=enough: enough)
        either.append(found(words, **filters))
    assert either[0] == either[1]


def first_page(words: str) -> list[str]:
    asked = Asked.read({"q": words})
    return slugs(find_posts(asked, at=timezone.now(), size=RESULTS_A_PAGE, build=Post.objects.all)[0])


def ways(words: str) -> Counter[str]:
    """Return in how many tiers of a search more is read than the newest, and how: a condition, asked once, lets one way run."""
    with CaptureQueriesContext(connection) as captured:
        first_page(words)
    taken = Counter[str]()
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if "WITH seen" in query["sql"]:
                cursor.execute(f"EXPLAIN ANALYZE {query['sql']}")
                lines = [line for (line,) in cursor.fetchall()]
                for way, condition in WAYS.items():
                    branches = [pair for pair in pairwise(lines) if re.search(condition, pair[0])]
                    assert branches
                    taken[way] += sum("never executed" not in below for _filter, below in branches)
    return +taken


def test_posts_are_walked_through_only_for_a_word_that_some_of_the_newest_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    look = postgresql.Look(20, 100)
    enough = look.enough(LIMIT)
    assert enough == 3
    monkeypatch.setattr(postgresql, "TITLES", look)
    monkeypatch.setattr(postgresql, "TEXTS", look)
    PostFactory.create_batch(enough, title="Harvest", body="Harvest")
    PostFactory.create_batch(enough - 1, title="Wheat", body="Wheat")
    assert ways('"harvest"') == {"walked": 2, "collected": 1}  # titles and texts; no summary holds it
    assert ways('"wheat"') == ways('"nothing"') == {"collected": 3}


def test_where_the_newest_fill_the_page_nothing_else_is_read() -> None:
    PostFactory.create_batch(LIMIT, title="Harvest", body="Harvest")
    assert ways('"harvest"') == {}


@pytest.mark.parametrize("rows", [LIMIT - 2, LIMIT - 1, LIMIT, LIMIT + 1, 2 * LIMIT])
def test_the_newest_come_first_however_many_match(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(postgresql, "TITLES", postgresql.Look(LIMIT + 1, 2 * LIMIT))
    posts = [PostFactory.create(title="Harvest", published_at=LONG_AGO + timedelta(days=day)) for day in range(rows)]
    for day in range(5):
        PostFactory.create(title="Wheat", published_at=LONG_AGO + timedelta(days=day, hours=1))
    assert first_page("harvest") == [post.slug for post in posts[::-1]][:RESULTS_A_PAGE]


def test_a_word_is_counted_no_further_than_makes_a_difference() -> None:
    PostFactory.create_batch(3, title="Harvest")
    index = postgresql.PostgresIndex()
    assert index.frequencies(["harvest", "wheat"]) == {"harvest": 3}
    with connection.cursor() as cursor:
        cursor.execute("SHOW gin_fuzzy_search_limit")
        assert cursor.fetchone() == ("0",)
