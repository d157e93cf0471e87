"""The link in a mail to moderators: what it shows, what it does, and when it does nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from time_machine import Traveller

from blog.accounts.models import User
from blog.comments.decision_links import SALT, DecisionLink
from blog.comments.models import Comment, Decision, Report, State, Via
from blog.comments.services import decide, undo
from blog.organizations.roles import Role
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
type Press = Callable[..., Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def comment(post: Post) -> Comment:
    return CommentFactory.create(post=post, state=State.HELD, user_name="Guest One", comment="Words that *wait*")


@pytest.fixture
def link(comment: Comment, moderator: User) -> str:
    return DecisionLink.to(comment, moderator).address.removeprefix("http://testserver")


@pytest.fixture
def press(link: str) -> Press:
    """Press a button of the page, without signing in and without any cookie."""

    def send(state: str, **fields: str) -> Any:
        return Client(enforce_csrf_checks=True).post(link, {"state": state, **fields})

    return send


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_following_the_link_shows_the_comment_and_changes_nothing(client: Client, link: str, comment: Comment) -> None:
    for method in (client.get, client.head):
        with CaptureQueriesContext(connection) as queries:
            response = method(link)
        assert response.status_code == 200
        assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    page = words(client.get(link))
    assert "Words that <em>wait</em>" in page
    assert "Guest One" in page
    comment.refresh_from_db()
    assert (comment.state, Decision.objects.count()) == (State.HELD, 0)


def test_the_page_is_nobody_elses_and_sets_no_cookie(client: Client, link: str) -> None:
    response = client.get(link)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("state", [State.PUBLIC, State.SPAM, State.REMOVED])
def test_a_button_decides_as_the_moderator_to_whom_the_mail_went(
    press: Press, comment: Comment, moderator: User, state: State
) -> None:
    page = words(press(state, reason="Off topic"))
    comment.refresh_from_db()
    decision = Decision.objects.get()
    assert "Your decision is in effect" in page
    assert comment.state == state
    assert (decision.by, decision.via, decision.reason, decision.at) == (moderator, Via.MAIL, "Off topic", NOW)


def test_nothing_is_removed_without_a_reason(press: Press, comment: Comment) -> None:
    response = press(State.REMOVED)
    assert response.status_code == 422
    assert "Say why you remove it" in words(response)
    comment.refresh_from_db()
    assert comment.state == State.HELD


@pytest.mark.parametrize("state", [State.HELD, "gone", ""])
def test_another_button_does_not_exist(press: Press, comment: Comment, state: str) -> None:
    assert press(state).status_code == 422
    comment.refresh_from_db()
    assert comment.state == State.HELD


def test_a_link_decides_once(press: Press, comment: Comment) -> None:
    press(State.PUBLIC)
    response = press(State.SPAM)
    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (410, State.PUBLIC)
    assert "<strong>Public</strong>, decided by The moderator" in words(response)


def test_who_comes_too_late_is_told_what_was_decided_and_by_whom(
    client: Client, link: str, comment: Comment, owner: User
) -> None:
    decide(Comment.objects.numbered(comment.pk), State.REMOVED, by=owner, at=NOW, reason="Off topic")
    response = client.get(link)
    assert response.status_code == 410
    assert "<strong>Removed</strong>, decided by The owner" in words(response)
    assert "Off topic" in words(response)


def test_a_link_stays_spent_when_the_decision_is_undone(press: Press, comment: Comment, owner: User) -> None:
    press(State.SPAM)
    undo(Decision.objects.get(), by=owner, at=NOW + timedelta(minutes=1))
    response = press(State.PUBLIC)
    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (410, State.HELD)
    assert "This was undone" in words(response)


def test_a_reported_comment_can_be_left_public(client: Client, post: Post, moderator: User) -> None:
    reported = CommentFactory.create(post=post, open_reports=1)
    Report.objects.create(comment=reported, visitor_key="v", reason="abuse", created_at=NOW)
    link = DecisionLink.to(reported, moderator).address
    assert "Leave it public" in words(client.get(link))
    client.post(link, {"state": State.PUBLIC})
    assert Report.objects.open().count() == 0
    assert client.post(link, {"state": State.SPAM}).status_code == 410


def test_a_link_works_for_fourteen_days(client: Client, link: str, clock: Traveller) -> None:
    clock.shift(timedelta(days=14) - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    clock.shift(timedelta(seconds=2))
    response = client.get(link)
    assert response.status_code == 410
    assert "This link has run out" in words(response)


def test_an_expired_link_decides_nothing(press: Press, comment: Comment, clock: Traveller) -> None:
    clock.shift(timedelta(days=15))
    assert press(State.SPAM).status_code == 410
    comment.refresh_from_db()
    assert comment.state == State.HELD


def test_a_link_outlives_a_change_of_the_secret_key(client: Client, link: str, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert client.get(link).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("change", [lambda link: link[:-2] + "x/", lambda link: link.replace("decide/", "decide/x")])
def test_a_link_that_somebody_changed_is_not_known(client: Client, link: str, change: Callable[[str], str]) -> None:
    response = client.get(change(link))
    assert response.status_code == 404
    assert "This link is not known" in words(response)


def test_what_was_signed_for_something_else_is_not_known(client: Client, comment: Comment, moderator: User) -> None:
    token = signing.dumps((comment.pk, moderator.pk, ""), salt=f"{SALT}.other")
    assert client.get(f"/comments/decide/{token}/").status_code == 404


def test_who_no_longer_moderates_decides_nothing(press: Press, comment: Comment, moderator: User) -> None:
    moderator.memberships.update(role=Role.AUTHOR)
    response = press(State.SPAM)
    assert response.status_code == 403
    assert "Words that" not in words(response)
    comment.refresh_from_db()
    assert comment.state == State.HELD


def test_who_was_shut_out_decides_nothing(press: Press, moderator: User) -> None:
    User.objects.filter(pk=moderator.pk).update(is_active=False)
    assert press(State.SPAM).status_code == 403


@pytest.mark.parametrize("gone", ["comment", "moderator"])
def test_a_link_to_what_is_gone_is_not_known(client: Client, link: str, comment: Comment, moderator: User, gone: str) -> None:
    (comment if gone == "comment" else moderator).delete()
    assert client.get(link).status_code == 404


def test_a_moderator_of_another_organization_decides_nothing(client: Client, comment: Comment, stranger: User) -> None:
    link = DecisionLink.to(comment, stranger).address
    response = client.get(link)
    assert response.status_code == 403
    assert "Words that" not in words(response)


def test_only_pages_are_asked_for_and_buttons_pressed(client: Client, link: str) -> None:
    assert client.put(link).status_code == 405
