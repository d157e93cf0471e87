"""After a test that commits the database is as migrations left it."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sites.models import Site
from django.db import connection
from django.test import TransactionTestCase

from blog.audit.services import record
from blog.audit.verbs import Verb
from tests.factories import LONG_AGO, CategoryFactory, PostFactory


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # the site's own names
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


@pytest.mark.django_db(transaction=True)
def test_every_table_holds_what_migrations_left_and_nothing_else() -> None:
    as_made = contents()
    post = PostFactory.create(categories=[CategoryFactory.create()])
    record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=None, at=LONG_AGO, before={}, after={"title": "A"})
    Permission.objects.all().delete()
    Site.objects.update(name="Another")
    TransactionTestCase._fixture_teardown(TransactionTestCase())  # type: ignore[attr-defined]  # the stubs leave it out
    assert contents() == as_made
    assert Permission.objects.exists()
