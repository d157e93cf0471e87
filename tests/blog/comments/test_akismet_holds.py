"""Akismet and comments: asked outside the request, about public comments alone; what fails changes nothing."""

import logging
from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import akismet, confirm, post_comment, request_confirmation, set_state
from blog.comments.services.akismet import hold_if_akismet_says_so
from blog.organizations.models import CommentPolicy
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.blog.spam.fake_akismet import FakeAkismet, running
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
type Write = Callable[..., Comment]


@pytest.fixture
def server(settings: Settings) -> Iterator[FakeAkismet]:
    with running() as server:
        settings.AKISMET_KEY, settings.AKISMET_URL = "a key", server.address
        server.answer = "true"
        yield server


@pytest.fixture
def write(post: Post, by_reader: Author, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Write:
    """Writes a comment, with all that follows once it is committed, and returns it as it is then."""

    def run(by: Author = by_reader) -> Comment:
        with django_capture_on_commit_callbacks(execute=True):
            comment = post_comment(post, by=by, text="Well said.", at=NOW)
        comment.refresh_from_db()
        return comment

    return run


def test_what_it_takes_for_spam_is_held_with_the_reason(server: FakeAkismet, write: Write, post: Post) -> None:
    comment = write()
    post.refresh_from_db()
    assert len(server.asked) == 1
    assert (comment.state, comment.is_shown, post.comment_count) == (State.HELD, False, 0)
    assert (comment.spam_score, comment.signals) == (5, [{"signal": "akismet", "points": 5, "detail": ""}])


def test_moderators_are_told_of_it(server: FakeAkismet, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    told: list[Comment] = []
    monkeypatch.setattr(akismet, "alert", told.append)
    assert told == [write()]


def test_what_it_does_not_take_for_spam_stays_public(server: FakeAkismet, write: Write) -> None:
    server.answer = "false"
    comment = write()
    assert (comment.state, comment.signals) == (State.PUBLIC, [])


@pytest.mark.parametrize(("answer", "status"), [("invalid", 200), ("true", 503)])
def test_what_fails_is_logged_and_changes_nothing(
    server: FakeAkismet, write: Write, answer: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer, server.status = answer, status
    with caplog.at_level(logging.WARNING, logger="blog.comments.services.akismet"):
        assert write().state == State.PUBLIC
    assert "akismet_failed" in caplog.text
    assert "example.org" not in caplog.text


def test_without_a_key_nobody_is_asked(server: FakeAkismet, write: Write, settings: Settings) -> None:
    settings.AKISMET_KEY = ""
    assert write().state == State.PUBLIC
    assert server.asked == []


def test_nobody_is_asked_about_a_held_comment(server: FakeAkismet, write: Write, post: Post) -> None:
    post.comment_policy = CommentPolicy.ALL_HELD
    write()
    assert server.asked == []


def test_nobody_is_asked_about_what_a_moderator_writes(server: FakeAkismet, write: Write, moderator: User) -> None:
    assert write(Author.of_user(moderator)).state == State.PUBLIC
    assert server.asked == []


def test_what_a_moderator_decided_meanwhile_stays(server: FakeAkismet, post: Post, moderator: User) -> None:
    comment = CommentFactory.create(post=post)
    set_state(Comment.objects.numbered(comment.pk), State.PUBLIC, by=moderator, at=NOW)
    hold_if_akismet_says_so.call(comment.pk)
    comment.refresh_from_db()
    assert (comment.state, server.asked) == (State.PUBLIC, [])


def test_a_comment_that_is_gone_is_not_asked_about(server: FakeAkismet) -> None:
    hold_if_akismet_says_so.call(2_000_000_000)
    assert server.asked == []


def test_of_a_guest_it_hears_once_the_reply_is_confirmed(
    server: FakeAkismet,
    post: Post,
    guest: Author,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pending = request_confirmation(post, by=guest, text="Well said.", at=NOW)
    assert server.asked == []
    with django_capture_on_commit_callbacks(execute=True):
        confirm(pending.renew_token(), at=NOW)
    (asked,) = server.asked
    assert (asked["comment_author"], asked["comment_author_email"]) == ("Guest One", "guest.one@example.org")
    assert (asked["user_ip"], asked["permalink"]) == ("192.0.2.7", "http://testserver/posts/a-post/")
