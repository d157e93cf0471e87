"""The triggers are there after every migration, and say what the rules say."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from blog.changes import installation
from blog.changes.models import EVERYTHING, Change
from blog.changes.rules import tracked
from blog.posts.models import Post
from tests.factories import CategoryFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def recorded() -> set[str]:
    subjects = set(Change.objects.values_list("subject", flat=True))
    Change.objects.all().delete()
    return subjects


def test_every_trigger_is_there() -> None:
    assert len(installation.expected(connection)) > 80
    assert installation.missing(connection) == []


def test_every_table_that_is_recorded_exists() -> None:
    assert {table.table for table in tracked()} <= set(connection.introspection.table_names())


def test_columns_that_rules_name_exist() -> None:
    with connection.cursor() as cursor:
        for table in tracked():
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table.table)}
            assert table.named_columns <= columns, table.table


def test_a_trigger_that_was_lost_is_made_again_without_a_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER change_posts_post_1_update" + (" ON posts_post" if connection.vendor == "postgresql" else "")
        )
    assert installation.missing(connection) == ["change_posts_post_1_update"]
    installation.after_migrations(using="default", plan=[])
    assert installation.missing(connection) == []


def test_a_migration_finds_no_trigger_and_leaves_all() -> None:
    plan: list[Any] = ["one"]
    installation.before_migrations(using="default", plan=plan)
    assert len(installation.missing(connection)) == len(installation.expected(connection))
    installation.after_migrations(using="default", plan=plan)
    assert installation.missing(connection) == []
    assert recorded() == {"*"}


def test_nothing_to_migrate_leaves_them_alone() -> None:
    recorded()
    installation.before_migrations(using="default", plan=[])
    installation.after_migrations(using="default", plan=[])
    assert recorded() == set()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_made_anew_keeps_its_triggers() -> None:
    """SQLite alters a table by copying it, and would lose them; PostgreSQL drops no column that one of them names."""
    try:
        call_command("migrate", "posts", "0001_initial", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    assert installation.missing(connection) == []


def test_a_subject_is_recorded_once_however_often_it_changes() -> None:
    post = PostFactory.create()
    recorded()
    for title in "abc":
        Post.objects.filter(pk=post.pk).update(title=title)
    assert Change.objects.filter(subject=f"post:{post.pk}").count() == 1


def test_rows_that_are_inserted_unless_they_are_there_are_recorded() -> None:
    post, category = PostFactory.create(), CategoryFactory.create()
    recorded()
    post.categories.add(category)  # INSERT OR IGNORE, ON CONFLICT DO NOTHING
    assert recorded() == {
        "posts_post_categories",
        f"post:{post.pk}",
        f"card:{post.pk}",
        "cards",
        f"listing:category:{category.pk}",
    }


def test_a_change_of_what_nobody_sees_is_not_recorded() -> None:
    user = UserFactory.create()
    recorded()
    user.set_password("another")
    user.email = "another@example.org"
    user.save()
    assert recorded() == set()


def test_every_app_with_rules_is_installed() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert {table.table for table in tracked()} <= tables


def test_a_record_that_is_long_begins_anew_and_says_that_everything_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    Change.objects.all().delete()
    PostFactory.create()
    before = Change.objects.count()
    assert installation.shorten(connection) == 0
    monkeypatch.setattr(installation, "MOST_ROWS", before - 1)
    assert installation.shorten(connection) == before
    assert recorded() == {EVERYTHING}
