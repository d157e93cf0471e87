"""The feeds of replies: those to a post, and those on the whole site."""

from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from blog.comments.feeds import COMMENTS_A_FEED
from blog.comments.models import Comment, State
from blog.comments.services import add_imported_comments, set_state
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW, Item, thread
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
FEED, SITE_FEED = "/posts/a-post/comments/feed/", "/comments/feed/"


def test_it_carries_the_newest_replies_with_their_whole_text(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, comment="First.")
    comment = CommentFactory.create(post=post, user_name="Reader One", comment="See [this](/posts/a-post/).")
    feed = feedparser.parse(client.get(FEED).content)
    entry = feed.entries[0]
    assert not feed.bozo
    assert (feed.feed.title, len(feed.entries)) == ("Replies to “A post”", 2)
    assert entry.link == entry.id == f"http://testserver/comments/{comment.pk}/"
    assert (entry.title, entry.author, entry.published) == (
        "Reply by Reader One",
        "Reader One",
        "Wed, 09 Aug 2017 10:00:00 +0000",
    )
    assert '<a href="http://testserver/posts/a-post/"' in entry.content[0].value
    assert LONG_AGO.year == 2017


def test_a_date_that_nobody_knows_is_not_invented(client: Client, post: Post) -> None:
    add_imported_comments(post, [Item(submitted_at=None)], at=NOW)
    assert "published" not in feedparser.parse(client.get(FEED).content).entries[0]


@pytest.mark.parametrize("comments", [1, 60])
def test_it_costs_two_queries_at_any_length(
    client: Client, post: Post, comments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thread(post, [None] * comments)
    with django_assert_num_queries(2):
        response = client.get(FEED)
    assert len(feedparser.parse(response.content).entries) == min(comments, COMMENTS_A_FEED)


def test_it_is_the_same_for_everybody(client: Client, post: Post) -> None:
    thread(post, [None])
    response = client.get(FEED)
    assert not response.cookies
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.ARCHIVED, 410)])
def test_a_post_that_is_not_public_has_no_feed(client: Client, status: Status, code: int) -> None:
    PostFactory.create(slug="hidden", status=status)
    assert client.get("/posts/hidden/comments/feed/").status_code == code


def test_the_site_has_one_of_all_public_replies_the_newest_first(client: Client, post: Post) -> None:
    first = CommentFactory.create(post=post, user_name="Reader One", comment="Well *said*.")
    second = CommentFactory.create(post=PostFactory.create(title="Another"), user_name="Reader Two")
    response = client.get(SITE_FEED)
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == ("Replies on Gazette", "http://testserver/")
    assert [entry.title for entry in feed.entries] == ["Reader Two on “Another”", "Reader One on “A post”"]
    assert [entry.link for entry in feed.entries] == [f"http://testserver/comments/{pk}/" for pk in (second.pk, first.pk)]
    assert feed.entries[1].content[0].value == "<p>Well <em>said</em>.</p>"
    assert (response.cookies, response.headers["Content-Type"]) == ({}, "application/rss+xml; charset=utf-8")


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_the_feed_of_the_site_leaves_out_what_is_not_public_and_what_stands_below_it(
    client: Client, post: Post, state: State
) -> None:
    comments = thread(post, [None, 0, None])
    set_state(Comment.objects.numbered(comments[0].pk), state, by=None, at=NOW)
    below = [comments[1].pk] if state == State.REMOVED else []
    expected = [comments[2].pk, *below]
    assert [entry.link.split("/")[-2] for entry in feedparser.parse(client.get(SITE_FEED).content).entries] == [
        str(pk) for pk in expected
    ]


@pytest.mark.parametrize(
    "fields", [{"status": Status.DRAFT}, {"status": Status.ARCHIVED}, {"expires_at": LONG_AGO + timedelta(1)}]
)
def test_the_feed_of_the_site_leaves_out_posts_that_are_not_public(client: Client, fields: dict[str, object]) -> None:
    CommentFactory.create(post=PostFactory.create(**fields))
    assert feedparser.parse(client.get(SITE_FEED).content).entries == []


def test_in_the_feed_of_the_site_no_date_is_invented_either(client: Client, post: Post) -> None:
    add_imported_comments(post, [Item(submitted_at=None)], at=NOW)
    assert "published" not in feedparser.parse(client.get(SITE_FEED).content).entries[0]


@pytest.mark.parametrize("comments", [0, 1, 60])
def test_the_feed_of_the_site_costs_one_query_at_any_length(
    client: Client, comments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for post in PostFactory.create_batch(3):
        thread(post, [None] * (comments // 3))
    with django_assert_num_queries(1):
        client.get(SITE_FEED)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by the size of tables, and those of tests are empty"
)
def test_the_feed_of_the_site_is_read_through_the_index_of_states(client: Client, post: Post) -> None:
    thread(post, [None])
    with CaptureQueriesContext(connection) as queries:
        client.get(SITE_FEED)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries.captured_queries[0]['sql']}")
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert plan.startswith("SEARCH comments_comment USING INDEX comment_by_state")
    assert ("SCAN" in plan, "TEMP B-TREE" in plan) == (False, False)
