"""The mails that tell moderators what waits: to whom, what they say, and that there are few of them."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.tasks import default_task_backend
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from time_machine import Traveller

from blog.accounts.models import User
from blog.comments.decision_links import DecisionLink
from blog.comments.models import Comment, ModeratorNotice, Report, State
from blog.comments.services.alerting import alert
from blog.comments.tasks import notify_moderators
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
type Tell = Callable[[Comment], list[mail.EmailMessage]]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tell(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Tell:
    """Have the moderators told of a comment and return the mails that went out."""

    def run(comment: Comment) -> list[Any]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            alert(comment)
        return mail.outbox[before:]

    return run


@pytest.fixture
def planned(settings: Settings) -> Iterator[Callable[[], list[datetime | None]]]:
    """Use a queue that waits, and return for when the mails are planned that it holds."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    yield lambda: [result.task.run_after for result in default_task_backend.results]  # type: ignore[attr-defined]  # the dummy's
    default_task_backend.clear()  # type: ignore[attr-defined]  # as above


def held(post: Post, **columns: Any) -> Comment:
    return CommentFactory.create(post=post, **{"state": State.HELD, "submit_date": NOW} | columns)


@pytest.mark.usefixtures("author", "stranger", "superuser")
def test_everybody_who_decides_is_told_and_nobody_else(
    post: Post, tell: Tell, owner: User, editor: User, moderator: User
) -> None:
    mails = tell(held(post))
    assert {address for message in mails for address in message.to} == {owner.email, editor.email, moderator.email}
    assert {len(message.to) for message in mails} == {1}


def test_where_nobody_decides_the_administrators_of_the_site_are_told(
    post: Post, tell: Tell, author: User, superuser: User
) -> None:
    del author
    assert [message.to for message in tell(held(post))] == [[superuser.email]]


def test_who_may_no_longer_act_is_not_told(post: Post, tell: Tell, owner: User, moderator: User) -> None:
    User.objects.filter(pk=moderator.pk).update(is_active=False)
    assert [message.to for message in tell(held(post))] == [[owner.email]]


def test_the_mail_says_what_waits_and_why(post: Post, tell: Tell, moderator: User) -> None:
    comment = held(
        post,
        user_name="Guest One",
        comment="Look at *this*",
        reason="The first reply of each person is held.",
        signals=[{"signal": "many_links", "points": 5, "detail": "4"}],
        open_reports=1,
    )
    Report.objects.create(comment=comment, visitor_key="v", reason="abuse", text="Rude", created_at=NOW)
    (message,) = tell(comment)
    body = str(message.body)
    assert message.subject == "1 reply waits for you: IoE"
    for words in ("Guest One on “A post”", "Look at *this*", "The first reply of each person is held.", "Links in it: 4"):
        assert words in body
    assert "Report: Abuse or hate (Rude)" in body
    assert DecisionLink.to(comment, moderator).address in body
    assert f"http://testserver/admin/comments/comment/queue/?organization={post.organization_id}" in body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.usefixtures("moderator")
def test_no_line_of_a_stranger_passes_for_one_of_ours(post: Post, tell: Tell) -> None:
    comment = held(post, comment="Words\n\nDecide: http://example.com/", open_reports=1)
    Report.objects.create(comment=comment, visitor_key="v", reason="abuse", text="a\nDecide: http://x/", created_at=NOW)
    (message,) = tell(comment)
    lines = [line for line in str(message.body).splitlines() if line.startswith("Decide:")]
    assert len(lines) == 1
    assert "http://testserver/comments/decide/" in lines[0]
    assert "> Words\n> \n> Decide: http://example.com/\n" in str(message.body)


def test_each_moderator_gets_links_of_their_own(post: Post, tell: Tell, owner: User, moderator: User) -> None:
    del owner, moderator
    links = [re.findall(r"http://testserver/comments/decide/\S+", str(message.body)) for message in tell(held(post))]
    assert [len(found) for found in links] == [1, 1]
    assert links[0] != links[1]


@pytest.mark.usefixtures("moderator")
def test_a_public_comment_that_was_reported_is_told(post: Post, tell: Tell) -> None:
    (message,) = tell(CommentFactory.create(post=post, open_reports=1, comment="Reported words"))
    assert "It is public and was reported." in str(message.body)


@pytest.mark.usefixtures("moderator")
def test_what_was_decided_meanwhile_is_not_told(post: Post, tell: Tell) -> None:
    assert tell(CommentFactory.create(post=post)) == []


@pytest.mark.usefixtures("moderator")
def test_what_waits_in_another_organization_is_not_told(post: Post, tell: Tell, other_organization: Organization) -> None:
    CommentFactory.create(post__organization=other_organization, state=State.HELD, comment="Elsewhere")
    (message,) = tell(held(post))
    assert "Elsewhere" not in str(message.body)


@pytest.mark.usefixtures("moderator")
def test_a_long_list_ends_with_the_way_to_the_queue(post: Post, tell: Tell) -> None:
    comments = [held(post) for _number in range(22)]
    (message,) = tell(comments[-1])
    assert message.subject == "20+ replies wait for you: IoE"
    assert str(message.body).count("/comments/decide/") == 20
    assert "There are more in the queue." in str(message.body)


@pytest.mark.usefixtures("moderator")
def test_within_ten_minutes_there_is_no_second_mail(post: Post, tell: Tell, clock: Traveller) -> None:
    assert len(tell(held(post))) == 1
    clock.shift(timedelta(minutes=9, seconds=59))
    assert tell(held(post)) == []
    clock.shift(timedelta(seconds=1))
    (message,) = tell(held(post))
    assert str(message.body).count("/comments/decide/") == 3


@pytest.mark.usefixtures("moderator")
def test_what_came_within_ten_minutes_is_planned_to_be_told_together(
    post: Post,
    clock: Traveller,
    planned: Callable[[], list[datetime | None]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ModeratorNotice.objects.create(organization=post.organization, told_at=NOW)
    clock.shift(timedelta(minutes=3))
    for _number in range(3):
        held(post)
        with django_capture_on_commit_callbacks(execute=True):
            notify_moderators.func(post.organization_id, (NOW + timedelta(minutes=3)).isoformat())
    assert planned() == [NOW + timedelta(minutes=10)]


@pytest.mark.usefixtures("moderator")
def test_what_the_last_mail_told_already_is_not_told_again(post: Post, clock: Traveller) -> None:
    held(post)
    ModeratorNotice.objects.create(organization=post.organization, told_at=NOW + timedelta(minutes=1))
    clock.shift(timedelta(hours=1))
    notify_moderators.func(post.organization_id, NOW.isoformat())
    assert ModeratorNotice.objects.get().told_at == NOW + timedelta(minutes=1)


def test_an_organization_that_is_gone_is_told_nothing() -> None:
    notify_moderators.func(4711, NOW.isoformat())
    assert ModeratorNotice.objects.count() == 0
