"""The mail that asks a guest to confirm, and what it must not carry."""

import re

import pytest
from django.core import mail
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.comments.models import PendingComment
from blog.comments.people import Author
from blog.comments.services import confirm, find_pending, request_confirmation
from blog.comments.tasks import send_confirmation
from blog.posts.models import Post
from tests.blog.comments.samples import NOW

pytestmark = pytest.mark.django_db


def waiting(post: Post, **changes: str) -> PendingComment:
    given = {"name": "Guest One", "email": "guest@example.org"} | changes
    return request_confirmation(post, by=Author(name=given["name"], email=given["email"]), text="Buy my pills.", at=NOW)


def sent(pending: PendingComment, language: str = "en") -> mail.EmailMessage:
    send_confirmation.func(pending.pk, language)
    message = mail.outbox[-1]
    assert isinstance(message, mail.EmailMessage)
    return message


def test_the_mail_goes_out_when_the_transaction_is_committed(
    post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        waiting(post)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["guest@example.org"]]


def test_its_link_confirms(post: Post) -> None:
    message = sent(waiting(post))
    token = re.findall(r"http://testserver/comments/confirm/([^/\s]+)/", str(message.body))[0]
    assert find_pending(token, at=NOW).email == "guest@example.org"
    assert confirm(token, at=NOW).comment == "Buy my pills."


def test_it_says_which_post_how_long_and_that_nothing_happens_otherwise(post: Post) -> None:
    message = sent(waiting(post))
    body = str(message.body)
    assert message.subject == "Confirm your reply to “A post”"
    assert "“A post” on Gazette" in body
    assert "works until May 4, 2020, noon (UTC)" in body
    assert "ignore this mail" in body


def test_it_carries_nothing_that_the_sender_typed(post: Post) -> None:
    message = sent(waiting(post, name="Buy at https://pills.example.com"))
    assert "pills" not in message.message().as_string()


def test_it_is_no_html_and_asks_for_no_automatic_answer(post: Post) -> None:
    post.title = "Salt & “pepper” <b>"
    post.save()
    message = sent(waiting(post))
    assert "Salt & “pepper” <b>" in str(message.body)
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.message().get_content_type() == "text/plain"


def test_a_title_of_several_lines_is_one_line_of_the_header(post: Post) -> None:
    Post.objects.update(title="One\nBcc: somebody@example.org")
    message = sent(waiting(post))
    assert message.subject == "Confirm your reply to “One Bcc: somebody@example.org”"
    assert message.recipients() == ["guest@example.org"]


def test_no_queue_ever_holds_the_token(post: Post) -> None:
    pending = waiting(post)
    assert pending.token_hash is None
    sent(pending)
    pending.refresh_from_db()
    assert pending.token_hash is not None


def test_a_reply_that_is_gone_or_confirmed_gets_no_mail(post: Post) -> None:
    pending = waiting(post)
    confirm(pending.renew_token(), at=NOW)
    send_confirmation.func(pending.pk, "en")
    send_confirmation.func(pending.pk + 1, "en")
    assert mail.outbox == []


def test_it_is_written_in_the_language_of_the_page_that_the_guest_used(
    post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with translation.override("ro"), django_capture_on_commit_callbacks(execute=True):
        waiting(post)
    assert "4 Mai 2020" in str(mail.outbox[0].body) or "4 mai 2020" in str(mail.outbox[0].body)
