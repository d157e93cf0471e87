"""The page on which a reader reports a comment."""

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.accounts.visitors import COOKIE, Visitor
from blog.comments.models import Comment, Report, State
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, browser_of, written
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
REASON = {"reason": "abuse", "text": "It *insults*."}


@pytest.fixture
def address(post: Post) -> str:
    return f"/comments/{CommentFactory.create(post=post, user_name='Reader Two', comment='The *first* word.').pk}/report/"


def test_the_page_shows_what_is_reported_and_asks_why(client: Client, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert "The reply by Reader Two" in page
    assert "The first word." in page
    assert page.count('type="radio"') == 5
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert COOKIE not in response.cookies


def test_the_fragment_is_the_form_and_nothing_else(client: Client, address: str) -> None:
    page = client.get(f"{address}?fragment=1").content.decode()
    assert page.strip().startswith('<div class="reply-box"')
    assert "<html" not in page


def test_a_reader_reports_and_is_thanked(client: Client, address: str) -> None:
    response = client.post(address, REASON)
    assert (response.status_code, response.headers["Location"]) == (302, address)
    report = Report.objects.get()
    assert (report.reason, report.text, report.network, report.user) == ("abuse", "It *insults*.", "127.0.0.1", None)
    assert report.visitor_key == Visitor(response.cookies[COOKIE].value.partition(":")[0]).key
    page = client.get(address).content.decode()
    assert "Thank you for your report." in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


def test_in_the_readers_page_the_thanks_take_the_forms_place(client: Client, address: str) -> None:
    response = client.post(f"{address}?fragment=1", REASON)
    assert response.status_code == 201
    assert b"data-reply-sent" in response.content
    assert COOKIE in response.cookies


def test_the_third_reader_is_thanked_though_the_comment_is_held_by_then(address: str) -> None:
    for number in range(3):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert browser.post(address, REASON).status_code == 302
        assert b"Thank you for your report." in browser.get(address).content
    assert Comment.objects.get().state == State.HELD
    response = Client().get(address)
    assert response.status_code == 404
    assert b"The first word" not in response.content


def test_somebody_who_has_signed_in_gets_no_cookie(client: Client, reader: User, address: str) -> None:
    client.force_login(reader)
    assert COOKIE not in client.post(address, REASON).cookies
    assert Report.objects.get().user == reader


def test_a_second_report_is_thanked_and_changes_nothing(client: Client, address: str) -> None:
    for _attempt in range(2):
        client.post(address, REASON)
    assert Report.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "nonsense"}, {"text": "x" * 501}])
def test_whatever_is_wrong_the_words_come_back(client: Client, address: str, wrong: dict[str, str]) -> None:
    response = client.post(address, {**REASON, "text": "Kept <words>", **wrong})
    assert response.status_code == 422
    assert (b"Kept &lt;words&gt;</textarea>" in response.content) == ("text" not in wrong)
    assert b'aria-invalid="true"' in response.content
    assert COOKIE not in response.cookies
    assert not Report.objects.exists()


def test_too_many_reports_are_told_when_to_come_back(client: Client, post: Post, address: str) -> None:
    for comment in CommentFactory.create_batch(20, post=post):
        client.post(f"/comments/{comment.pk}/report/", REASON)
    response = client.post(address, {**REASON, "text": "One more"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert b"Wait 60 minutes" in response.content
    assert b"One more</textarea>" in response.content


def test_a_form_without_a_valid_token_comes_again_with_the_words(address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address, {**REASON, "text": "Kept words"})
    assert response.status_code == 403
    assert b"Kept words</textarea>" in response.content
    assert not Report.objects.exists()


def test_ones_own_reply_is_not_reported_but_withdrawn(post: Post) -> None:
    comment = written(post)
    response = browser_of(OURS).post(f"/comments/{comment.pk}/report/", REASON)
    assert response.status_code == 403
    assert f'href="/comments/{comment.pk}/withdraw/"' in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_what_nobody_can_read_nobody_can_report(client: Client, post: Post, method: str, state: State) -> None:
    comment = CommentFactory.create(post=post, state=state, comment="secret")
    response = getattr(client, method)(f"/comments/{comment.pk}/report/", REASON)
    assert response.status_code == 404
    assert b"secret" not in response.content


def test_on_a_post_that_is_not_public_nothing_can_be_reported(client: Client) -> None:
    comment = CommentFactory.create(post=PostFactory.create(status="draft"))
    assert client.get(f"/comments/{comment.pk}/report/").status_code == 404


@pytest.mark.parametrize("number", ["0", "999", "9" * 10])
def test_what_does_not_exist_cannot_be_reported(client: Client, number: str) -> None:
    assert client.get(f"/comments/{number}/report/").status_code == 404


def test_nobody_reads_who_reported(client: Client, reader: User, address: str) -> None:
    client.force_login(reader)
    client.post(address, REASON)
    for place in ("/posts/a-post/", address, "/posts/a-post/comments/feed/", "/posts/a-post/reply/mine/"):
        page = Client().get(place).content.decode()
        assert "It *insults*" not in page
        assert "Reader One" not in page
