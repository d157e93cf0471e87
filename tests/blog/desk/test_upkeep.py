"""Keeping posts correct: the day by which each is looked at again, the button, the reminder, and what readers see."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.models.errors import NotReviewerError, PastDateError
from blog.posts.services import upkeep
from cms import housekeeping
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def due(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Visa rules", slug="visa-rules", review_by_date=TODAY)
    post.authors.add(author)
    return post


def page_of(client: Client, user: User) -> str:
    client.force_login(user)
    return unescape(client.get("/admin/").content.decode())


def press(client: Client, user: User, post: Post, act: str, day: str) -> str:
    client.force_login(user)
    response = client.post(f"/admin/posts/post/{post.pk}/upkeep/", {"act": act, "day": day}, follow=True)
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", ["author", "editor"])
def test_who_works_on_a_post_says_that_it_is_still_correct(
    client: Client, due: Post, role: str, request: pytest.FixtureRequest
) -> None:
    before = Post.objects.get().updated_at
    assert "Noted as checked today." in press(client, request.getfixturevalue(role), due, "confirm", "2027-03-01")
    due.refresh_from_db()
    assert (due.review_by_date, due.checked_at, due.updated_at) == (LATER, NOW, before)
    assert LogEntry.objects.get().change_message == "Checked, still correct; next check: 2027-03-01."


def test_readers_see_when_it_was_checked(client: Client, due: Post, editor: User) -> None:
    assert "Checked on" not in client.get("/posts/visa-rules/").content.decode()
    upkeep.confirm(due, next_date=None, by=editor, at=NOW)
    assert "Checked on March 1, 2026" in " ".join(client.get("/posts/visa-rules/").content.decode().split())


def test_the_day_alone_is_set_and_taken_away(client: Client, due: Post, editor: User) -> None:
    press(client, editor, due, "set", "2027-03-01")
    due.refresh_from_db()
    assert (due.review_by_date, due.checked_at) == (LATER, None)
    press(client, editor, due, "set", "")
    due.refresh_from_db()
    assert due.review_by_date is None


@pytest.mark.parametrize(("day", "message"), [("2026-03-01", "choose a day to come"), ("soon", "Give the day as a date.")])
def test_what_is_no_day_to_come_is_refused(client: Client, due: Post, editor: User, day: str, message: str) -> None:
    assert message in press(client, editor, due, "confirm", day)
    due.refresh_from_db()
    assert (due.review_by_date, due.checked_at) == (TODAY, None)


@pytest.mark.parametrize("role", ["stranger", "moderator"])
def test_others_say_nothing_about_it(client: Client, due: Post, role: str, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(role)
    client.force_login(user)
    assert client.post(f"/admin/posts/post/{due.pk}/upkeep/", {"act": "confirm", "day": ""}).status_code == 404
    with pytest.raises(NotReviewerError):
        upkeep.confirm(due, next_date=None, by=user, at=NOW)
    assert Post.objects.get().checked_at is None


def test_following_the_address_does_nothing(client: Client, due: Post, editor: User) -> None:
    client.force_login(editor)
    assert client.get(f"/admin/posts/post/{due.pk}/upkeep/?act=confirm").status_code == 302
    assert Post.objects.get().checked_at is None


def test_a_day_that_has_passed_is_refused_by_the_service(due: Post, editor: User) -> None:
    with pytest.raises(PastDateError):
        upkeep.set_review_by(due, TODAY, by=editor, at=NOW)


def test_saving_the_form_leaves_the_day_alone(due: Post, editor: User) -> None:
    opened = Post.objects.get()
    upkeep.confirm(due, next_date=LATER, by=editor, at=NOW)
    opened.title = "Visa rules, revised"
    opened.save()
    assert Post.objects.get().review_by_date == LATER


@pytest.mark.usefixtures("due")
def test_the_start_page_and_the_list_show_what_is_due(
    client: Client, editor: User, stranger: User, organization: Organization
) -> None:
    PostFactory.create(organization=organization, title="Not yet", review_by_date=TODAY + timedelta(days=1))
    PostFactory.create(organization=organization, title="Draft", status=Status.DRAFT, review_by_date=TODAY)
    panel = page_of(client, editor).partition('id="panel-due"')[2].partition("</section>")[0]
    assert [title in panel for title in ("Visa rules", "Not yet", "Draft")] == [True, False, False]
    assert "Visa rules" not in page_of(client, stranger)
    client.force_login(editor)
    page = client.get("/admin/posts/post/?state=due").content.decode()
    assert [title in page for title in ("Visa rules", "Not yet")] == [True, False]


def remind(capture: DjangoCaptureOnCommitCallbacks) -> list[str]:
    """Do the hourly tidying and return to whom mails went, each with its subject."""
    before = len(mail.outbox)
    with capture(execute=True):
        list(housekeeping.run(at=NOW))
    return sorted(f"{message.to[0]} {message.subject}" for message in mail.outbox[before:])


def test_the_authors_are_reminded_once_for_each_day(
    due: Post, author: User, editor: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert remind(django_capture_on_commit_callbacks) == [f"{author.email} Still correct? “Visa rules”"]
    assert "was to be checked by March 1, 2026" in str(mail.outbox[-1].body)
    assert remind(django_capture_on_commit_callbacks) == []
    with time_machine.travel(NOW - timedelta(days=40), tick=False):
        upkeep.confirm(due, next_date=TODAY - timedelta(days=1), by=editor, at=NOW - timedelta(days=40))
    assert remind(django_capture_on_commit_callbacks) == [f"{author.email} Still correct? “Visa rules”"]


@pytest.mark.usefixtures("due")
def test_a_reminder_is_sent_once_even_after_the_outbox_has_forgotten_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    remind(django_capture_on_commit_callbacks)
    OutgoingMail.objects.all().delete()
    assert remind(django_capture_on_commit_callbacks) == []


@pytest.mark.usefixtures("author", "editor")
def test_nobody_is_reminded_of_what_is_not_public_or_not_due(
    organization: Organization, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    PostFactory.create(organization=organization, review_by_date=TODAY + timedelta(days=1))
    PostFactory.create(organization=organization, status=Status.DRAFT, review_by_date=TODAY)
    PostFactory.create(organization=organization)
    assert remind(django_capture_on_commit_callbacks) == []


def test_without_authors_those_who_publish_are_reminded(
    due: Post, editor: User, stranger: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    due.authors.set([stranger])
    assert remind(django_capture_on_commit_callbacks) == [f"{editor.email} Still correct? “Visa rules”"]
