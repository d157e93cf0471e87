"""The feed of a post's replies."""

import feedparser
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.comments.feeds import COMMENTS_A_FEED
from blog.comments.services import add_imported_comments
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW, Item, thread
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
FEED = "/posts/a-post/comments/feed/"


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
