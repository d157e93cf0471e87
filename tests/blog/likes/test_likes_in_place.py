"""What the script of a post's page gets: the state with a token, the new count, and which likes are the reader's own."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.likes.people import Liker
from blog.likes.services import like
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "post")]
POST, LIKE, MINE = "/posts/a-post/", "/posts/a-post/like/", "/posts/a-post/likes/mine/"
SCRIPT = Path(__file__).resolve().parents[3] / "cms/static/gazette/js/like.js"


def test_a_post_shows_the_line_and_a_plain_link_and_sets_no_cookie(client: Client) -> None:
    Post.objects.update(like_count=12)
    response = client.get(POST)
    page = response.content.decode()
    assert "12 readers like this" in page
    assert re.search(
        r'<a class="like button button--quiet"\s+href="/posts/a-post/like/"\s+rel="nofollow"\s+data-like>Like</a>', page
    )
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_post_is_the_same_for_who_likes_it(client: Client) -> None:
    client.post(LIKE, {"like": "1"})
    assert client.get(POST).content == Client().get(POST).content


def test_likes_cost_the_post_no_query(
    client: Client, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        like(post, by=Liker(visitor_key=f"{number:064}"), at=NOW)
    with django_assert_max_num_queries(6) as queries:
        client.get(POST)
    assert not [query for query in queries.captured_queries if "likes_like" in query["sql"]]


def test_two_requests_like_in_place() -> None:
    browser = Client(enforce_csrf_checks=True)
    first = browser.get(f"{LIKE}?fragment=1")
    assert first.headers["Content-Type"] == "application/json"
    told = first.json()
    token = told.pop("token")
    assert told == {"liked": False, "count": 0, "sentence": "Nobody has liked this yet"}
    second = browser.post(f"{LIKE}?fragment=1", {"like": "1", "csrfmiddlewaretoken": token})
    assert second.json() == {"liked": True, "count": 1, "sentence": "1 reader likes this"}
    third = browser.post(f"{LIKE}?fragment=1", {"like": "0", "csrfmiddlewaretoken": token})
    assert third.json() == {"liked": False, "count": 0, "sentence": "Nobody has liked this yet"}


def test_a_token_that_has_changed_is_answered_with_the_new_one() -> None:
    browser = Client(enforce_csrf_checks=True)
    refused = browser.post(f"{LIKE}?fragment=1", {"like": "1", "csrfmiddlewaretoken": "old"})
    assert refused.status_code == 403
    again = browser.post(f"{LIKE}?fragment=1", {"like": "1", "csrfmiddlewaretoken": refused.json()["token"]})
    assert again.json()["liked"]


def test_own_likes_are_named_to_their_owner_alone(client: Client, post: Post, comment: Comment) -> None:
    other = CommentFactory.create(post=post)
    elsewhere = CommentFactory.create(post=PostFactory.create())
    for path in (LIKE, f"/comments/{comment.pk}/like/", f"/comments/{elsewhere.pk}/like/"):
        client.post(path, {"like": "1"})
    like(other, by=Liker(visitor_key="b" * 64), at=NOW)
    response = client.get(MINE)
    assert response.json() == {"post": True, "comments": [comment.pk]}
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().get(MINE).json() == {"post": False, "comments": []}


def test_own_likes_of_an_account_and_its_browser_are_named_together(
    client: Client, reader: User, post: Post, comment: Comment
) -> None:
    like(post, by=Liker(user=reader), at=NOW)
    client.post(f"/comments/{comment.pk}/like/", {"like": "1"})
    client.force_login(reader)
    assert client.get(MINE).json() == {"post": True, "comments": [comment.pk]}


def test_asking_for_own_likes_sets_no_cookie(client: Client) -> None:
    assert client.get(MINE).cookies == {}


@pytest.mark.parametrize("number", [1, 50])
def test_own_likes_cost_two_queries(
    client: Client, post: Post, reader: User, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    client.post(LIKE, {"like": "1"})
    for comment in CommentFactory.create_batch(number, post=post):
        like(comment, by=Liker(user=reader), at=NOW)
    with django_assert_num_queries(2):
        client.get(MINE)
    client.force_login(reader)
    with django_assert_num_queries(4):  # with the session and the account
        assert len(client.get(MINE).json()["comments"]) == number


def test_the_script_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes())) < 1_500
