"""The mail with which somebody confirms that they follow a discussion."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.comments.limits import FOLLOWS_OF_ADDRESS
from blog.comments.models import Follow
from blog.comments.services.following import ask_to_follow, confirm_follow
from blog.comments.tasks.following import send_follow_confirmation
from blog.posts.models import Post, Status
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
GUEST = "guest.one@example.org"


def unconfirmed(post: Post, **fields: Any) -> Follow:
    return follower(post, GUEST, confirmed_at=None, **fields)


def sent(follow: Follow) -> mail.EmailMessage:
    send_follow_confirmation.func(follow.pk)
    message = mail.outbox[-1]
    assert isinstance(message, mail.EmailMessage)
    return message


def test_it_goes_out_when_the_transaction_is_committed(
    post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_follow(post, email=GUEST, network="192.0.2.7", at=NOW)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [[GUEST]]


def test_its_link_confirms(post: Post) -> None:
    token = re.findall(r"http://testserver/comments/follow/confirm/([^/\s]+)/", str(sent(unconfirmed(post)).body))[0]
    assert confirm_follow(token, at=NOW).email == GUEST


def test_it_says_what_would_be_followed_and_that_nothing_happens_otherwise(post: Post) -> None:
    message = sent(unconfirmed(post))
    assert message.subject == "Confirm that you follow “A post”"
    assert "the discussion of “A post”\non Gazette" in str(message.body)
    assert "ignore this mail" in str(message.body)


def test_it_asks_for_no_automatic_answer_and_is_no_html(post: Post) -> None:
    message = sent(unconfirmed(post)).message()
    assert (message["Auto-Submitted"], message.get_content_type()) == ("auto-generated", "text/plain")


def test_it_carries_nothing_that_a_stranger_typed(post: Post) -> None:
    root = CommentFactory.create(post=post, user_name="Buy at pills.example.com", comment="Buy pills.")
    message = sent(unconfirmed(post, branch=root))
    assert "one branch of the discussion of “A post”" in str(message.body)
    assert "pills" not in message.message().as_string()


def test_a_title_of_several_lines_is_one_line_of_the_header(post: Post) -> None:
    Post.objects.update(title="One\nBcc: somebody@example.org")
    message = sent(unconfirmed(post))
    assert message.subject == "Confirm that you follow “One Bcc: somebody@example.org”"
    assert message.recipients() == [GUEST]


def test_no_queue_ever_holds_the_token(post: Post) -> None:
    follow = unconfirmed(post)
    assert follow.token_hash is None
    token = re.findall(r"/confirm/([^/\s]+)/", str(sent(follow).body))[0]
    follow.refresh_from_db()
    assert follow.token_hash not in {None, token}


def test_who_follows_already_gets_none(post: Post) -> None:
    send_follow_confirmation.func(follower(post, GUEST).pk)
    assert mail.outbox == []


def test_a_post_that_is_not_public_is_not_named_to_anybody(post: Post) -> None:
    follow = unconfirmed(post)
    Post.objects.update(status=Status.DRAFT, published_at=None)
    send_follow_confirmation.func(follow.pk)
    assert mail.outbox == []


def test_asking_again_within_an_hour_brings_no_second_mail(post: Post) -> None:
    follow = unconfirmed(post)
    for minutes, mails in ((0, 1), (59, 1), (60, 2)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            send_follow_confirmation.func(follow.pk)
        assert len(mail.outbox) == mails


def test_an_address_gets_five_in_an_hour_whatever_is_asked_for_in_its_name() -> None:
    for _post in range(FOLLOWS_OF_ADDRESS.rows + 2):
        send_follow_confirmation.func(unconfirmed(PostFactory.create()).pk)
    assert len(mail.outbox) == FOLLOWS_OF_ADDRESS.rows
    send_follow_confirmation.func(follower(PostFactory.create(), "other@example.org", confirmed_at=None).pk)
    assert len(mail.outbox) == FOLLOWS_OF_ADDRESS.rows + 1


def test_a_mail_that_could_not_be_sent_can_be_asked_for_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> int:
        raise ConnectionRefusedError

    follow = unconfirmed(post)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", fail)
        with pytest.raises(ConnectionRefusedError):
            send_follow_confirmation.func(follow.pk)
    assert sent(follow).to == [GUEST]


def test_it_is_written_in_the_language_of_the_page_on_which_it_was_asked_for(post: Post) -> None:
    follow = unconfirmed(post, language="ro")
    assert sent(follow).to == [GUEST]
