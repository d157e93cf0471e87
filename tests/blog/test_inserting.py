"""New rows in numbers: the same as Django would store."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, models, transaction
from pytest_django import DjangoAssertNumQueries

from blog.imports.models import ImportedDocument
from blog.inserting import insert, insert_values
from blog.organizations.models import Organization
from blog.posts.models import Post, Revision, Status
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW, LATER = datetime(2026, 3, 1, 9, 30, tzinfo=UTC), datetime(2026, 3, 1, 9, 31, tzinfo=UTC)


def post(organization: Organization, slug: str) -> Post:
    dates = {"published_at": NOW, "first_published_at": NOW, "review_by_date": date(2026, 4, 1)}
    texts = {"title": "Ünder 100 %s", "body": "<p>a</p>", "body_html": "<p>a</p>", "language": "ro"}
    return Post(
        organization=organization,
        slug=slug,
        status=Status.PUBLISHED,
        is_featured=True,
        contents=[[2, "a", "b"]],
        **dates,
        **texts,
    )


def revision(of: Post, number: int) -> Revision:
    return Revision(post=of, number=number, content={"title": "a", "tags": [1]}, changed=["title"], created_at=NOW)


def document(name: str) -> ImportedDocument:
    lines = [{"number": 1, "text": "\u2028 %", "role": "title", "became": ""}]
    moments = {"imported_at": NOW, "updated_at": NOW}
    return ImportedDocument(
        source="file", source_id=name, format="text", checksum="0" * 64, lines=lines, offers_likes=True, **moments
    )


def stored(row: models.Model, *, without: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in values.items() if name not in without}


def test_each_row_is_stored_as_django_stores_it(organization: Organization) -> None:
    of = PostFactory.create(organization=organization)
    kinds: list[tuple[Callable[[int], models.Model], set[str]]] = [
        (lambda number: post(organization, f"a-{number}"), {"id", "slug"}),
        (lambda number: revision(of, number), {"id", "number"}),
        (lambda number: document(str(number)), {"id", "source_id"}),
    ]
    with time_machine.travel(NOW, tick=False):
        for make, own in kinds:
            rows, other = [make(101), make(102)], make(103)
            insert(rows)
            type(other)._default_manager.bulk_create([other])
            assert stored(rows[0], without=own) == stored(rows[1], without=own) == stored(other, without=own)


def test_values_are_stored_as_django_stores_them_in_a_row(organization: Organization) -> None:
    of = PostFactory.create(organization=organization)
    whole = {"content": {"title": "Ü %s", "tags": [1]}, "created_at": NOW, "thin_at": NOW, "note": "a"}
    insert_values(Revision, [{"post_id": of.pk, "number": number, **whole} for number in (101, 102)])
    insert_values(Revision, [{"post_id": of.pk, "number": 103, "content": {}, "created_at": LATER}])
    others = [Revision(post=of, number=104, **whole), Revision(post=of, number=105, content={}, created_at=LATER)]
    Revision.objects.bulk_create(others)
    rows = [stored(row, without={"id", "number"}) for row in Revision.objects.filter(number__gt=100).order_by("number")]
    assert rows[0] == rows[1] == rows[3]
    assert rows[2] == rows[4]


def test_what_a_model_makes_of_a_value_when_it_is_stored_needs_a_row(organization: Organization) -> None:
    with pytest.raises(TypeError):
        insert_values(Post, [{"organization_id": organization.pk, "title": "a", "slug": "a"}])


def test_each_row_knows_its_number_and_that_it_is_stored(organization: Organization) -> None:
    rows = [post(organization, slug) for slug in ("c", "a", "b")]
    insert(rows)
    assert [Post.objects.get(pk=row.pk).slug for row in rows] == ["c", "a", "b"]
    rows[0].title = "Changed"
    rows[0].save()
    assert Post.objects.get(slug="c").title == "Changed"
    assert Post.objects.count() == 3


def test_many_rows_are_a_few_statements(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(connection.ops, "bulk_batch_size", lambda _fields, _rows: 4)
    with django_assert_num_queries(3):
        insert([document(str(number)) for number in range(10)])
    assert ImportedDocument.objects.count() == 10
    with django_assert_num_queries(0):
        insert([])


def test_what_a_constraint_refuses_is_refused(organization: Organization) -> None:
    insert([post(organization, "taken")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([post(organization, "free"), post(organization, "taken")])
    assert Post.objects.count() == 1
