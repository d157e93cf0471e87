"""What people without an account say of a post, through the link that shows it to them."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.desk.models import GuestReview, PreviewLink, Verdict
from blog.desk.services.previews import revoke_link, ticket_for
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory, PreviewLinkFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
TICKET = re.compile('name="ticket" value="([^"]+)"')
Say = Callable[..., Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def say(link: PreviewLink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Say:
    """Let a guest, whose browser keeps no cookie and is checked for forgeries, send the form of the page as it is now."""

    def run(**changes: Any) -> Any:
        form = {
            "name": "Dr. Guest",
            "verdict": Verdict.APPROVED,
            "text": "",
            "ticket": ticket_for(link, shown=link.post),
        } | changes
        with django_capture_on_commit_callbacks(execute=True):
            return Client(enforce_csrf_checks=True).post(link.get_absolute_url(), form)

    return run


def test_a_guest_approves_from_the_page_that_they_read(client: Client, link: PreviewLink, draft: Post) -> None:
    found = TICKET.search(client.get(link.get_absolute_url()).content.decode())
    assert found is not None
    form = {"name": "Dr. Guest", "verdict": "approved", "ticket": unescape(found[1])}
    response = client.post(link.get_absolute_url(), form, follow=True)
    assert "Thank you. Your approval was noted" in response.content.decode()
    review = GuestReview.objects.get()
    assert (review.name, review.verdict, review.text, review.created_at) == ("Dr. Guest", Verdict.APPROVED, "", NOW)
    assert review.version == fingerprint(draft)
    assert not response.cookies


def test_the_page_that_thanks_is_no_further_opening(say: Say, client: Client, link: PreviewLink) -> None:
    client.get(say().headers["Location"])
    link.refresh_from_db()
    assert link.opened_count == 0


def test_a_comment_is_shown_to_who_holds_the_link_and_to_nobody_with_another(
    say: Say, client: Client, link: PreviewLink, draft: Post
) -> None:
    say(verdict="commented", text="<b>Please</b> name the source.")
    assert "&lt;b&gt;Please&lt;/b&gt; name the source." in client.get(link.get_absolute_url()).content.decode()
    other = PreviewLinkFactory.create(post=draft, created_at=NOW)
    assert "name the source" not in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\x01\x02"}, "This name has nothing to read in it."),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"verdict": "commented"}, "Write your comment, or approve the text."),
        ({"verdict": "published"}, "published is not one of the available choices."),
        ({"text": "x" * 5_001}, "at most 5000 characters"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_and_nothing_is_stored(say: Say, changes: dict[str, str], message: str) -> None:
    response = say(**changes)
    assert response.status_code == 422
    assert message in unescape(response.content.decode())
    assert not GuestReview.objects.exists()


@pytest.mark.parametrize("ticket", ["", "nonsense", "a:b:c"])
def test_what_does_not_come_from_the_page_is_refused_and_the_words_are_kept(say: Say, ticket: str) -> None:
    response = say(ticket=ticket, text="My words")
    assert response.status_code == 403
    assert "My words" in response.content.decode()
    assert not GuestReview.objects.exists()


def test_the_ticket_of_another_link_is_refused(say: Say, draft: Post) -> None:
    assert say(ticket=ticket_for(PreviewLinkFactory.create(post=draft), shown=draft)).status_code == 403
    assert not GuestReview.objects.exists()


def test_a_text_that_was_changed_while_it_was_read_is_not_approved(say: Say, link: PreviewLink, draft: Post) -> None:
    old = ticket_for(link, shown=link.post)
    draft.body = "<p>Another text.</p>"
    draft.save()
    response = say(ticket=old, text="Fine")
    page = response.content.decode()
    assert response.status_code == 409
    assert "The text was changed while you read it" in page
    assert ("Another text." in page, "Fine" in page) == (True, True)
    assert not GuestReview.objects.exists()


def test_nothing_is_said_through_a_link_that_was_taken_back(say: Say, link: PreviewLink, editor: User) -> None:
    revoke_link(link, by=editor, at=NOW)
    assert say().status_code == 410
    assert not GuestReview.objects.exists()


def test_nothing_is_said_through_a_link_that_has_run_out(say: Say, link: PreviewLink) -> None:
    with time_machine.travel(link.expires_at, tick=False):
        assert say().status_code == 410
    assert not GuestReview.objects.exists()


def test_a_button_that_is_pressed_twice_says_it_once(say: Say) -> None:
    assert [say().status_code for _press in range(2)] == [302, 302]
    assert GuestReview.objects.count() == 1


def test_too_much_in_an_hour_is_refused_with_how_long_to_wait(say: Say, link: PreviewLink) -> None:
    for minutes in range(20):
        link.reviews.create(name="A", verdict="approved", version="1", created_at=NOW - timedelta(minutes=minutes))
    response = say(text="My words")
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(41 * 60))
    assert "My words" in response.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=41), tick=False):
        assert say(text="My words").status_code == 302


def test_the_authors_and_who_shared_it_are_told_by_mail(say: Say, link: PreviewLink, editor: User) -> None:
    link.created_by = editor
    link.save()
    say(verdict="commented", text="Please name\nthe source.")
    assert sorted(message.to[0] for message in mail.outbox) == ["author@example.org", "editor@example.org"]
    message = mail.outbox[0]
    assert message.subject == "Dr. Guest commented on “Not out yet”"
    assert "> Please name\n> the source." in str(message.body)
    assert "March 1, 2026, 9 a.m. (UTC)" in str(message.body)
    assert f"http://testserver/admin/posts/post/{link.post_id}/change/" in str(message.body)


def test_nobody_outside_the_organization_is_told(
    say: Say, link: PreviewLink, draft: Post, stranger: User, author: User
) -> None:
    gone = UserFactory.create(email="gone@example.org")
    draft.authors.add(gone, stranger)
    link.created_by = stranger
    link.save()
    say()
    assert [message.to for message in mail.outbox] == [[author.email]]


def test_where_no_author_is_left_those_who_publish_are_told(say: Say, draft: Post, editor: User, owner: User) -> None:
    draft.authors.clear()
    say()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([editor.email, owner.email])


def test_a_name_of_several_lines_makes_no_second_header(say: Say, author: User) -> None:  # noqa: ARG001  # who is told
    say(name="Dr. Guest\r\nBcc: all@example.org")
    assert mail.outbox[0].subject == "Dr. Guest Bcc: all@example.org approved “Not out yet”"
    assert mail.outbox[0].recipients() == ["author@example.org"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"version": ""}, {"verdict": "published", "text": "x"}, {"verdict": "commented", "text": ""}]
)
def test_the_database_refuses_what_contradicts_itself(link: PreviewLink, wrong: dict[str, str]) -> None:
    review = link.reviews.create(name="A", verdict="approved", version="1", created_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestReview.objects.filter(pk=review.pk).update(**wrong)


def test_of_a_live_post_a_guest_reads_and_approves_the_version_that_waits(
    client: Client, organization: Organization, editor: User
) -> None:
    live = PostFactory.create(organization=organization, body="<p>What the public reads.</p>")
    tag = TagFactory.create(name="Tag that waits")
    services.save_revision(live, content_of(live) | {"body": "<p>What waits.</p>", "tags": [tag.pk]}, by=editor, at=NOW)
    link = PreviewLinkFactory.create(post=live, created_at=NOW)
    page = client.get(link.get_absolute_url()).content.decode()
    assert ("What waits." in page, "Tag that waits" in page, "What the public reads." in page) == (True, True, False)
    newest = services.newest_version(Post.objects.get(pk=live.pk))[0]
    ticket = ticket_for(link, shown=newest)
    client.post(link.get_absolute_url(), {"name": "A", "verdict": "approved", "ticket": ticket})
    assert GuestReview.objects.get().version == fingerprint(newest) != fingerprint(live)
