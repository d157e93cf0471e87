"""The page behind the link in the mail."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.comments.models import Comment, PendingComment, State
from blog.comments.people import Author
from blog.comments.services import confirm, digest, request_confirmation
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def token(post: Post, guest: Author) -> str:
    return request_confirmation(post, by=guest, text="So *it* is. <b>", at=NOW).renew_token()


def address(token: str) -> str:
    return f"/comments/confirm/{token}/"


def test_following_the_link_shows_the_reply_and_changes_nothing(client: Client, token: str) -> None:
    for _visit in range(2):
        response = client.get(address(token))
        assert response.status_code == 200
        assert b"<p>So <em>it</em> is. &lt;b&gt;</p>" in response.content
        assert client.head(address(token)).status_code == 200
    assert not Comment.objects.exists()


def test_the_page_is_private_and_unlisted(client: Client, token: str) -> None:
    response = client.get(address(token))
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "guest.one@" not in response.content.decode()


def test_the_button_makes_the_comment_and_leads_to_it(client: Client, token: str) -> None:
    response = client.post(address(token))
    comment = Comment.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/comments/{comment.pk}/")


def test_the_form_names_the_text_that_was_read(client: Client, token: str) -> None:
    assert f'name="read" value="{digest("So *it* is. <b>")}"' in client.get(address(token)).content.decode()
    assert client.post(address(token), {"read": digest("So *it* is. <b>")}).status_code == 302


def test_a_text_that_was_changed_after_it_was_read_is_not_published(client: Client, token: str) -> None:
    read = digest("So *it* is. <b>")
    PendingComment.objects.update(text="Something else.")
    response = client.post(address(token), {"read": read})
    assert response.status_code == 409
    assert b"<p>Something else.</p>" in response.content
    assert b"changed meanwhile" in response.content
    assert not Comment.objects.exists()
    assert client.post(address(token), {"read": digest("Something else.")}).status_code == 302


@pytest.mark.parametrize("comments", [1, 50])
def test_confirming_costs_twelve_queries_in_every_thread(client: Client, post: Post, guest: Author, comments: int) -> None:
    answered = thread(post, [None] * comments)[0]
    token = request_confirmation(post, by=guest, text="Well said.", reply_to=answered.pk, at=NOW).renew_token()
    with CaptureQueriesContext(connection) as queries:
        client.post(address(token), {"read": digest("Well said.")})
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 12


def test_the_button_needs_the_pages_own_token(token: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address(token)).status_code == 403
    assert PendingComment.objects.get().text


def test_a_held_reply_is_announced(client: Client, token: str) -> None:
    Organization.objects.update(comment_policy=CommentPolicy.ALL_HELD)
    assert client.post(address(token)).headers["Location"] == "/posts/a-post/reply/held/"
    assert Comment.objects.get().state == State.HELD


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_used_says_so(client: Client, token: str, method: str) -> None:
    confirm(token, at=NOW)
    response = getattr(client, method)(address(token))
    assert response.status_code == 410
    assert b"confirmed already" in response.content
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_link_gives_the_words_back(client: Client, token: str, method: str) -> None:
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        response = getattr(client, method)(address(token))
    assert response.status_code == 410
    assert b"has run out" in response.content
    assert b"So *it* is. &lt;b&gt;</textarea>" in response.content
    assert b"/posts/a-post/reply/" in response.content
    assert not Comment.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("unknown", ["x", "a" * 2000, "%00", "%ED%B3%BF", "ж"])
def test_an_unknown_link_says_what_to_do(client: Client, method: str, unknown: str) -> None:
    response = getattr(client, method)(address(unknown))
    assert response.status_code == 404
    assert b"copy the whole of it" in response.content


@pytest.mark.parametrize(("policy", "words"), [(CommentPolicy.CLOSED, b"are closed"), (CommentPolicy.MEMBERS, b"signed in")])
def test_a_post_that_was_closed_since_gives_the_words_back(
    client: Client, token: str, policy: CommentPolicy, words: bytes
) -> None:
    Organization.objects.update(comment_policy=policy)
    response = client.post(address(token))
    assert response.status_code == 403
    assert words in response.content
    assert b"So *it* is. &lt;b&gt;</textarea>" in response.content


def test_a_post_that_was_withdrawn_since_gives_the_words_back(client: Client, token: str) -> None:
    Post.objects.update(status=Status.DRAFT, published_at=None)
    response = client.post(address(token))
    assert response.status_code == 410
    assert b"no longer public" in response.content
    assert b"</textarea>" in response.content
    assert not Comment.objects.exists()


def test_a_withdrawn_post_is_not_named_to_whoever_holds_an_old_link(client: Client, token: str) -> None:
    Post.objects.update(status=Status.DRAFT, published_at=None, title="Secret plans")
    assert b"Secret plans" not in client.get(address(token)).content


def test_a_post_that_was_deleted_since_is_an_unknown_link(client: Client, token: str) -> None:
    Post.objects.all().delete()
    assert client.get(address(token)).status_code == 404
