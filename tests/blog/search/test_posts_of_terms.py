"""The index knows the posts of each tag and category in their order, whatever way these change, and finds the same by them."""

from datetime import UTC, datetime, timedelta
from itertools import product
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from blog.posts.models import Category, Post, Status, Tag
from blog.posts.services import delete_post
from blog.search.asked import Asked
from blog.search.index import base, get_index, post_at, postgresql, sqlite_ways
from blog.search.results import find_posts
from tests.blog.search.finding import found, slugs
from tests.factories import LONG_AGO, CategoryFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = LONG_AGO + timedelta(days=1_000)
TEXTS = [("Harvest", ""), ("Wheat", "A good harvest"), ("Good wheat", "Harvested, sold"), ("Sold", "")]
WORDS = ("harvest", "harv", '"harvest"', "good harvest", "so")


@pytest.fixture
def tag() -> Tag:
    made: Tag = TagFactory.create(slug="trade")
    return made


@pytest.fixture
def category() -> Category:
    made: Category = CategoryFactory.create(slug="news")
    return made


def execute(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_in_step() -> bool:
    """Say whether the index has each term of each post at that post's position, and nothing else."""
    positions = {post_at(position): position for position in get_index().newest(None, scope_of_all(), limit=1_000)}
    filed = {
        (positions[post], f"{letter}{term}")
        for letter, (table, column) in base.FILED.items()
        for post, term in rows(f"SELECT post_id, {column} FROM {table}")  # noqa: S608  # names of tables
    }
    return filed == set(rows("SELECT position, term FROM search_term"))


def scope_of_all() -> base.Scope:
    return base.Scope(organizations=tuple(pk for (pk,) in rows("SELECT id FROM organizations_organization")))


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


# --- In step ---


def test_a_post_comes_under_a_term_and_goes_from_it(tag: Tag, category: Category) -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    post.tags.add(tag)
    post.categories.set([category])
    assert found("harvest", tag="trade") == found("harvest", category="news") == ["a"]
    assert is_in_step()
    post.tags.clear()
    post.categories.set([])
    assert found("harvest", tag="trade") == found("harvest", category="news") == []
    assert rows("SELECT * FROM search_term") == []


def test_a_post_that_moves_takes_its_terms_along(tag: Tag, category: Category) -> None:
    posts = [PostFactory.create(slug=slug, title="Harvest", tags=[tag], categories=[category]) for slug in ("a", "b")]
    Post.objects.filter(pk=posts[0].pk).update(published_at=LATER)
    assert is_in_step()
    assert found("harvest", tag="trade") == ["a", "b"]
    Post.objects.filter(pk=posts[1].pk).update(published_at=LATER + timedelta(days=1))
    assert is_in_step()
    assert found("harvest", tag="trade") == ["b", "a"]
    Post.objects.filter(pk=posts[1].pk).update(status=Status.DRAFT, published_at=None)
    assert is_in_step()
    assert found("harvest", tag="trade") == ["a"]


@pytest.mark.parametrize("statement", ["DELETE FROM posts_post_tags", "UPDATE posts_post SET title = 'Wheat'"])
def test_what_is_deleted_leaves_nothing_behind(tag: Tag, statement: str) -> None:
    first, second, third = PostFactory.create_batch(3, title="Harvest", tags=[tag])
    first.delete()
    delete_post(second, by=None, at=NOW)
    assert is_in_step()
    assert found("harvest", tag="trade") == [third.slug]
    execute(statement)
    tag.delete()
    assert is_in_step()
    assert rows("SELECT * FROM search_term") == []


def test_statements_by_hand_leave_terms_in_step(tag: Tag) -> None:
    first, second = PostFactory.create_batch(2, title="Harvest", published_at=LONG_AGO)
    other = TagFactory.create(slug="other")
    execute("INSERT INTO posts_post_tags (post_id, tag_id) VALUES (%s, %s)", first.pk, tag.pk)
    assert is_in_step()
    execute("UPDATE posts_post_tags SET tag_id = %s", other.pk)
    assert is_in_step()
    assert (found("harvest", tag="trade"), found("harvest", tag="other")) == ([], [first.slug])
    execute("UPDATE posts_post_tags SET post_id = %s", second.pk)
    assert is_in_step()
    assert found("harvest", tag="other") == [second.slug]
    execute("UPDATE posts_post SET id = id + 1000")
    execute("UPDATE posts_post_tags SET post_id = post_id + 1000")
    assert is_in_step()


def test_what_is_rolled_back_leaves_terms_in_step(tag: Tag) -> None:
    post = PostFactory.create(title="Harvest", tags=[tag])
    with transaction.atomic():
        Post.objects.update(published_at=LATER)
        post.tags.clear()
        transaction.set_rollback(True)
    assert is_in_step()
    assert found("harvest", tag="trade") == [post.slug]


def test_the_index_made_anew_has_the_same_posts_of_terms(tag: Tag, category: Category) -> None:
    PostFactory.create(title="Harvest", tags=[tag], categories=[category])
    PostFactory.create(title="Harvest", status=Status.DRAFT, tags=[tag])
    before = rows("SELECT position, term FROM search_term ORDER BY position, term")
    assert len(before) == 3
    call_command("index_posts", verbosity=0)
    assert rows("SELECT position, term FROM search_term ORDER BY position, term") == before


def test_an_index_of_an_earlier_version_comes_to_know_the_posts_of_terms(tag: Tag) -> None:
    PostFactory.create(title="Harvest", tags=[tag])
    index = get_index()
    for name, table in (("tag", "posts_post_tags"), ("category", "posts_post_categories")):
        for event in ("insert", "update", "delete", "truncate"):
            if connection.vendor == "postgresql":
                execute(f"DROP TRIGGER search_{name}_{event} ON {table}")
            else:
                execute(f"DROP TRIGGER IF EXISTS search_{table}_{event}")
        if connection.vendor == "postgresql":
            execute(f"DROP FUNCTION search_{name}_change")
    execute("DROP TABLE search_term")
    assert not index.is_whole()
    index.file_under_terms()
    assert index.is_whole()
    assert is_in_step()


# --- Found the same either way ---


@pytest.fixture(params=["by the words", "by the term"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    is_by_term = request.param == "by the term"
    monkeypatch.setattr(sqlite_ways, "DEAR", 0 if is_by_term else 1_000)
    has_term = postgresql._is_by_term
    monkeypatch.setattr(postgresql, "_is_by_term", lambda scope: is_by_term and has_term(scope))
    return str(request.param)


def test_either_way_finds_the_same(way: str, tag: Tag, category: Category) -> None:
    organization = OrganizationFactory.create(slug="mine")
    expected = []
    kinds = product(TEXTS, [True, False], [True, False], [True, False])
    for number, ((title, body), has_tag, has_category, is_mine) in enumerate(kinds):
        year = 2019 + number // 3 % 2
        post = PostFactory.create(
            slug=f"p{number}",
            title=title,
            body=body,
            published_at=datetime(year, 3, 1, tzinfo=UTC) + timedelta(days=number * 7 % 60),
            tags=[tag] if has_tag else [],
            categories=[category] if has_category else [],
            **({"organization": organization} if is_mine else {}),
        )
        expected.append((post.slug, {"tag": has_tag, "category": has_category, "year": year == 2020, "organization": is_mine}))
    filters = {"tag": "trade", "category": "news", "year": "2020", "organization": "mine"}
    for words, chosen in product(WORDS, product([False, True], repeat=len(filters))):
        names = [name for name, is_chosen in zip(filters, chosen, strict=True) if is_chosen]
        kept = {slug for slug, holds in expected if all(holds[name] for name in names)}
        assert found(words, **{name: filters[name] for name in names}) == [slug for slug in found(words) if slug in kept], way


def test_within_a_term_pages_follow_each_other(way: str, tag: Tag) -> None:
    for number in range(60):
        title, body = TEXTS[number % len(TEXTS)]
        PostFactory.create(
            slug=f"p{number}",
            title=title,
            body=body,
            tags=[tag] * (number % 3 > 0),
            published_at=LONG_AGO + timedelta(days=number),
        )
    for words in WORDS:
        shown, after = [], ""
        while True:
            asked = Asked.read({"q": words, "tag": "trade", "after": after})
            posts, following = find_posts(asked, at=NOW, size=4, build=Post.objects.all) if asked.query else ([], None)
            shown += slugs(posts)
            if following is None:
                break
            after = f"{following.tier:d}.{following.position}"
        assert shown == found(words, tag="trade"), (way, words)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
@pytest.mark.parametrize("is_filed", [False, True])
def test_a_post_that_moves_while_another_files_it_takes_its_terms_along(is_filed: bool, tag: Tag) -> None:  # noqa: FBT001  # a parameter
    post = PostFactory.create(published_at=LONG_AGO, tags=[tag] if is_filed else [])

    def file() -> None:
        post.tags.remove(tag) if is_filed else post.tags.add(tag)
        connection.close()  # this thread's own

    filing = Thread(target=file)
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(published_at=LATER)
        filing.start()
        filing.join(1)  # as long as it takes where nothing waits
    filing.join()
    assert len(rows("SELECT 1 FROM search_term")) == (not is_filed)
    assert is_in_step()
