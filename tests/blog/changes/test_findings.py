"""What was found holds until something is recorded of its subject."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from blog.changes.installation import forget
from blog.changes.models import EVERYTHING, STANDS, Change, Finding, position
from blog.posts.models import Category
from tests.factories import CategoryFactory

# Each change in a transaction of its own, as a site makes them: on PostgreSQL what the own one has recorded counts as later.
pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def category() -> Category:
    """A category of which nothing is recorded: what is newer than a transaction that another test has open counts as later."""
    category = CategoryFactory.create()
    Change.objects.all().delete()
    return category


@pytest.fixture
def found(category: Category) -> Finding:
    return Finding.objects.create(subject=f"category:{category.pk}", position=position())


def holds(at: datetime = NOW) -> bool:
    return Finding.objects.holding(at).exists()


@pytest.mark.usefixtures("found")
def test_it_holds_while_other_subjects_change() -> None:
    CategoryFactory.create().delete()
    assert holds()


@pytest.mark.usefixtures("found")
def test_it_holds_no_more_when_its_subject_has_changed(category: Category) -> None:
    Category.objects.filter(pk=category.pk).update(description="Changed")
    assert not holds()


@pytest.mark.usefixtures("found")
def test_it_holds_when_a_change_was_taken_back(category: Category) -> None:
    with transaction.atomic():
        Category.objects.filter(pk=category.pk).update(description="Changed")
        transaction.set_rollback(True)
    assert holds()


@on_postgresql
def test_a_change_that_could_not_be_seen_yet_counts_as_later(category: Category) -> None:
    other = connection.copy()
    with transaction.atomic(), other.cursor() as cursor:
        Category.objects.filter(pk=category.pk).update(description="Changed")
        cursor.execute(f"SELECT {STANDS}")
        (stands,) = cursor.fetchone()
    other.close()
    Finding.objects.create(subject=f"category:{category.pk}", position=stands)
    assert not holds()


@pytest.mark.usefixtures("found")
def test_it_holds_no_more_when_everything_may_have_changed() -> None:
    Change.objects.filter(subject=EVERYTHING).delete()
    Change.objects.create(subject=EVERYTHING, transaction_id=2**62 if connection.vendor == "postgresql" else 0)
    assert not holds()


@pytest.mark.usefixtures("found")
def test_it_goes_when_the_record_begins_anew() -> None:
    forget(connection)
    assert not Finding.objects.exists()


def test_it_holds_until_a_moment(found: Finding) -> None:
    Finding.objects.filter(pk=found.pk).update(holds_until=NOW)
    assert not holds()
    assert holds(NOW - timedelta(seconds=1))


@on_postgresql
def test_it_does_not_hold_on_a_server_that_has_not_come_so_far(found: Finding) -> None:
    Finding.objects.filter(pk=found.pk).update(position=2**61)
    assert not holds()
