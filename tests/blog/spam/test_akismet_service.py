"""Asking Akismet, as far as a server of our own can play it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from blog.spam import akismet
from blog.spam.akismet import AkismetError, Question, is_spam
from tests.blog.spam.fake_akismet import FakeAkismet, running

QUESTION = Question(
    user_ip="192.0.2.7",
    permalink="http://testserver/posts/a-post/",
    comment_type="comment",
    comment_author="Guest Öne",
    comment_author_email="guest.one@example.org",
    comment_author_url="",
    comment_content="Win & cash\n100 %",
    comment_date_gmt="2020-05-01T12:00:00+00:00",
)


@pytest.fixture
def server(settings: Settings) -> Iterator[FakeAkismet]:
    with running() as server:
        settings.AKISMET_KEY, settings.AKISMET_URL = "a key", server.address
        yield server


@pytest.mark.parametrize(("answer", "spam"), [("true", True), ("false", False), ("true\n", True)])
def test_its_answer_is_understood(server: FakeAkismet, answer: str, spam: bool) -> None:  # noqa: FBT001
    server.answer = answer
    assert is_spam(QUESTION) is spam


def test_it_is_told_under_its_own_names_what_is_known(server: FakeAkismet) -> None:
    is_spam(QUESTION)
    assert server.asked == [
        {
            "api_key": "a key",
            "blog": "http://testserver",
            "blog_charset": "UTF-8",
            "user_ip": "192.0.2.7",
            "permalink": "http://testserver/posts/a-post/",
            "comment_type": "comment",
            "comment_author": "Guest Öne",
            "comment_author_email": "guest.one@example.org",
            "comment_content": "Win & cash\n100 %",
            "comment_date_gmt": "2020-05-01T12:00:00+00:00",
        }
    ]
    assert server.agents == ["Gazette"]


@pytest.mark.parametrize(("answer", "status"), [("invalid", 200), ("", 200), ("true", 500), ("x" * 100_000, 200)])
def test_an_answer_that_means_nothing_is_an_error(server: FakeAkismet, answer: str, status: int) -> None:
    server.answer, server.status = answer, status
    with pytest.raises(AkismetError):
        is_spam(QUESTION)


def test_no_answer_in_time_is_an_error(server: FakeAkismet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(akismet, "TIMEOUT_SECONDS", 0.05)
    server.is_silent = True
    with pytest.raises(AkismetError):
        is_spam(QUESTION)


def test_nobody_there_is_an_error_that_does_not_give_the_key_away(settings: Settings) -> None:
    with running() as server:
        settings.AKISMET_KEY, settings.AKISMET_URL = "a key", server.address
    with pytest.raises(AkismetError) as error:
        is_spam(QUESTION)
    assert "a key" not in str(error.value)
