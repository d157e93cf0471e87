"""What a rendering is found to depend on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from blog.accounts.models import User
from blog.changes.reading import Reading, holds_until, narrowed
from blog.posts.models import Category, Post

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def test_what_a_statement_reads_counts_as_the_whole_table() -> None:
    reading = Reading()
    with reading.active():
        list(Post.objects.filter(categories__name="News").select_related("organization"))
    assert reading.tables == {"posts_post", "posts_post_categories", "posts_category", "organizations_organization"}
    assert reading.subjects == set()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT 1 FROM posts_post, posts_tag t, accounts_user AS u", {"posts_post", "posts_tag", "accounts_user"}),
        ('SELECT 1 FROM "posts_post" CROSS JOIN "posts_tag"', {"posts_post", "posts_tag"}),
        ("SELECT (SELECT max(id) FROM posts_tag) FROM posts_post", {"posts_post", "posts_tag"}),
        ("  WITH newest AS (SELECT 1 FROM posts_post) SELECT * FROM newest", {"posts_post"}),
        (
            "WITH RECURSIVE a (n) AS (SELECT 1), b AS (SELECT 1 FROM posts_tag) SELECT * FROM a, b, posts_post",
            {"posts_post", "posts_tag"},
        ),
        ("SELECT 1", set()),
    ],
)
def test_tables_are_found_wherever_they_stand(statement: str, tables: set[str]) -> None:
    reading = Reading()
    with reading.active(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert reading.tables == tables


def test_what_is_narrowed_counts_as_what_is_named() -> None:
    reading = Reading()
    with reading.active():
        with narrowed() as on:
            list(Post.objects.all())
            on("post:5", "post:6")
        list(Category.objects.all())
    assert (reading.subjects, reading.tables) == ({"post:5", "post:6"}, {"posts_category"})


def test_a_table_of_which_no_subject_is_named_counts_as_a_whole_all_the_same() -> None:
    reading = Reading()
    with reading.active(), narrowed() as on:
        list(Post.objects.select_related("organization"))
        on("post:5")
    assert (reading.subjects, reading.tables) == ({"post:5"}, {"organizations_organization"})


def test_where_nothing_is_named_it_counts_as_the_whole_table() -> None:
    reading = Reading()
    with reading.active(), narrowed():
        list(Post.objects.all())
    assert (reading.subjects, reading.tables) == (set(), {"posts_post"})


def fail_while_narrowing() -> None:
    with narrowed() as on:
        on("post:5")
        list(Post.objects.all())
        raise KeyError


def test_where_it_fails_it_counts_as_both() -> None:
    reading = Reading()
    with reading.active(), pytest.raises(KeyError):
        fail_while_narrowing()
    assert (reading.subjects, reading.tables) == ({"post:5"}, {"posts_post"})


def test_narrowing_inside_narrowing() -> None:
    reading = Reading()
    with reading.active(), narrowed() as on:
        with narrowed():
            list(Category.objects.all())
        list(Post.objects.all())
        on("post:5")
    assert (reading.subjects, reading.tables) == ({"post:5"}, {"posts_category"})


def test_writing_is_noticed() -> None:
    for write in (
        lambda: User.objects.create(email="a@example.org"),
        lambda: User.objects.update(name="a"),
        lambda: User.objects.all().delete(),
    ):
        reading = Reading()
        with reading.active():
            write()
        assert reading.has_written
    reading = Reading()
    with reading.active():
        list(User.objects.all())
    assert not reading.has_written


def test_it_holds_until_the_earliest_moment_that_was_named() -> None:
    reading = Reading()
    with reading.active():
        for days in (2, 1, 3):
            holds_until(MOMENT + timedelta(days=days))
    assert reading.until == MOMENT + timedelta(days=1)


def test_without_a_reading_nothing_is_noted() -> None:
    with narrowed() as on:
        on("post:5")
        list(Post.objects.all())
    holds_until(MOMENT)


def test_readings_in_readings_are_apart() -> None:
    outer, inner = Reading(), Reading()
    with outer.active():
        with inner.active(), narrowed() as on:
            on("post:5")
        with narrowed() as on:
            on("post:6")
    assert (outer.subjects, inner.subjects) == ({"post:6"}, {"post:5"})
