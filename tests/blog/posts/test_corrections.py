"""What was put right after publication, as the public reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.posts import services
from blog.posts.models import Post, RevisionKind
from blog.posts.services import Record
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def correct(post: Post, words: str, at: datetime) -> None:
    record = Record(kind=RevisionKind.CORRECTION, note="NOTEWORDS", correction=words)
    services.record_revision(post, by=None, at=at, record=record)


def test_a_correction_stands_below_the_text_with_its_date_and_not_in_it(client: Client) -> None:
    post = PostFactory.create(slug="a", body="<p>The text.</p>")
    correct(post, "The <b>day</b> was wrong.", NOW)
    correct(post, "So was the hour.", NOW + timedelta(days=1))
    page = client.get("/posts/a/").content.decode()
    text, _end, below = page.partition("<p>The text.</p></div>")
    assert "Corrections" not in text
    assert below.index("So was the hour.") < below.index("The &lt;b&gt;day&lt;/b&gt; was wrong.")
    assert '<time datetime="2026-03-01T09:00:00Z">March 1, 2026</time>' in below
    assert "NOTEWORDS" not in page


def test_versions_that_are_no_corrections_are_nobodys_business(client: Client) -> None:
    post = PostFactory.create(slug="a")
    services.record_revision(post, by=None, at=NOW, record=Record(note="NOTEWORDS"))
    page = client.get("/posts/a/").content.decode()
    assert "Corrections" not in page
    assert "NOTEWORDS" not in page


def test_corrections_cost_one_query_and_nothing_where_there_are_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PostFactory.create(slug="none")
    corrected = PostFactory.create(slug="many")
    for day in range(5):
        correct(corrected, "It was wrong.", NOW + timedelta(days=day))
    with django_assert_num_queries(3):
        client.get("/posts/none/")
    with django_assert_num_queries(4):
        client.get("/posts/many/")
