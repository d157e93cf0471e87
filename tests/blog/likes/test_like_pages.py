"""The page with the button: for a post and for a comment, signed in or not, and who is refused."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.accounts.visitors import COOKIE, HINT
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.likes import views
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import like
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "post")]
POST = "/posts/a-post/"
LIKE = "/posts/a-post/like/"


@pytest.fixture
def address(target: Post | Comment) -> str:
    return LIKE if isinstance(target, Post) else f"/comments/{target.pk}/like/"


def test_the_page_offers_one_button_and_is_private(client: Client, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert re.findall(r'name="like"\s+value="(\d)"', page) == ["1"]
    assert "Nobody has liked this yet" in page
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert client.head(address).status_code == 200


def test_looking_at_the_page_likes_nothing_and_makes_nobody_known(client: Client, address: str) -> None:
    client.get(address)
    client.get(f"{address}?fragment=1")
    assert not Like.objects.exists()
    assert set(client.cookies) == {"csrftoken"}


def test_the_button_likes_and_leads_back_to_the_post(client: Client) -> None:
    response = client.post(LIKE, {"like": "1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/posts/a-post/#likes")
    assert Post.objects.get().like_count == 1
    assert b"1 reader likes this" in client.get(POST).content


def test_the_button_of_a_comment_leads_back_to_it(client: Client, comment: Comment) -> None:
    response = client.post(f"/comments/{comment.pk}/like/", {"like": "1"}, follow=True)
    assert response.redirect_chain[-1][0] == f"/posts/a-post/#c{comment.pk}"
    assert Comment.objects.get().like_count == 1


def test_the_first_like_makes_the_browser_known(client: Client, address: str) -> None:
    response = client.post(address, {"like": "1"})
    assert set(response.cookies) == {COOKIE, HINT}
    assert response.cookies[COOKIE]["httponly"]
    assert len(Like.objects.get().visitor_key or "") == 64
    assert (Like.objects.get().user, Like.objects.get().network) == (None, "127.0.0.1")


def test_a_visitor_likes_once_and_may_take_it_back(client: Client, address: str, target: Post | Comment) -> None:
    for _press in range(2):
        client.post(address, {"like": "1"})
    assert Like.objects.on(target).count() == 1
    page = client.get(address).content.decode()
    assert re.findall(r'name="like"\s+value="(\d)"', page) == ["0"]
    assert "you do" in page
    client.post(address, {"like": "0"})
    assert not Like.objects.exists()


def test_taking_back_what_was_never_liked_makes_nobody_known(client: Client, address: str) -> None:
    assert client.post(address, {"like": "0"}).cookies == {}


def test_an_account_likes_without_a_visitors_cookie(client: Client, reader: User, address: str) -> None:
    client.force_login(reader)
    response = client.post(address, {"like": "1"})
    assert COOKIE not in response.cookies
    assert HINT in response.cookies
    assert (Like.objects.get().user, Like.objects.get().visitor_key) == (reader, None)


def test_who_liked_as_a_visitor_counts_once_after_signing_in(client: Client, reader: User, address: str) -> None:
    client.post(address, {"like": "1"})
    client.force_login(reader)
    assert b"you do" in client.get(address).content
    client.post(address, {"like": "1"})
    assert Like.objects.count() == 1


def test_a_forged_cookie_makes_nobody_somebody_else(client: Client, address: str) -> None:
    client.post(address, {"like": "1"})
    number = client.cookies[COOKIE].value.partition(":")[0]
    thief = Client()
    thief.cookies[COOKIE] = f"{number}:forged"
    thief.post(address, {"like": "0"})
    assert Like.objects.count() == 1


def test_what_was_pressed_on_a_page_without_a_token_is_asked_again(address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(address, {"like": "1"})
    assert response.status_code == 403
    assert "Press the button again" in response.content.decode()
    assert not Like.objects.exists()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[0]
    assert browser.post(address, {"like": "1", "csrfmiddlewaretoken": token}).status_code == 302
    assert Like.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_can_be_done(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_drafts_and_what_does_not_exist_are_not_found(client: Client, method: str) -> None:
    PostFactory.create(slug="a-draft", status=Status.DRAFT)
    for path in ("/posts/a-draft/like/", "/posts/unknown/like/", "/comments/999/like/", "/comments/9999999999/like/"):
        assert getattr(client, method)(path, {"like": "1"}).status_code == 404


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_comments_that_are_not_public_are_not_found(client: Client, comment: Comment, state: State) -> None:
    CommentFactory.create(post=comment.post, reply_to=comment)
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
    for method in ("get", "post"):
        assert getattr(client, method)(f"/comments/{comment.pk}/like/", {"like": "1"}).status_code == 404
    assert not Like.objects.exists()


@pytest.mark.parametrize("path", [LIKE, "/posts/a-post/likes/mine/"])
def test_a_withdrawn_post_says_so(client: Client, path: str) -> None:
    Post.objects.update(status=Status.DRAFT, published_at=None)
    assert client.get(path).status_code == 410
    assert client.head(path).status_code == 410


def test_a_comment_on_a_withdrawn_post_is_not_found(client: Client, comment: Comment) -> None:
    Post.objects.update(status=Status.DRAFT, published_at=None)
    assert client.get(f"/comments/{comment.pk}/like/").status_code == 404


def test_what_was_deleted_while_the_button_was_pressed_is_not_found(
    client: Client, monkeypatch: pytest.MonkeyPatch, post: Post
) -> None:
    monkeypatch.setattr(views, "get_public_post", lambda *_args, **_options: Post(pk=post.pk + 1, slug="gone"))
    assert client.post(LIKE, {"like": "1"}).status_code == 404


def test_too_many_likes_are_told_when_to_try_again(client: Client, address: str) -> None:
    for number in range(60):
        like(PostFactory.create(), by=Liker(visitor_key=f"{number:064}", network="127.0.0.1"), at=NOW)
    response = client.post(address, {"like": "1"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert "Try again in 60 minutes." in response.content.decode()
    assert COOKIE not in response.cookies
    fragment = client.post(f"{address}?fragment=1", {"like": "1"})
    assert (fragment.status_code, fragment.headers["Retry-After"]) == (429, "3600")
    assert "Try again in 60 minutes." in fragment.json()["refusal"]


@pytest.mark.parametrize(("count", "words"), [(0, "Nobody has liked this yet"), (1, "1 reader likes"), (12, "12 readers like")])
def test_the_line_says_how_many(client: Client, count: int, words: str) -> None:
    Post.objects.update(like_count=count)
    assert words in client.get(POST).content.decode()


@pytest.mark.parametrize("likes", [0, 50])
def test_the_button_of_a_post_costs_the_same_at_any_count(
    client: Client, post: Post, django_assert_num_queries: DjangoAssertNumQueries, likes: int
) -> None:
    for user in UserFactory.create_batch(likes):
        like(post, by=Liker(user=user), at=NOW)
    with django_assert_num_queries(1):  # the post; a browser that is not known likes nothing
        client.get(LIKE)
    with django_assert_num_queries(8):  # the post, and what `like` costs
        client.post(LIKE, {"like": "1"})
    with django_assert_num_queries(2):
        client.get(LIKE)
    with django_assert_num_queries(6):  # the post, and what `take_back` costs
        client.post(LIKE, {"like": "0"})


def test_the_button_of_a_comment_costs_the_same(
    client: Client, comment: Comment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = f"/comments/{comment.pk}/like/"
    with django_assert_num_queries(1):
        client.get(path)
    with django_assert_num_queries(8):
        client.post(path, {"like": "1"})
