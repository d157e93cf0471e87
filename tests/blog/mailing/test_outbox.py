"""Putting mails into the outbox, and what stays of them."""

import email
import email.policy
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.mailing.models import OutgoingMail
from blog.mailing.services import KEPT, delete_old, put, retry, withdraw
from blog.mailing.tasks import send_outgoing
from tests.blog.mailing.outbox import NOW, a_mail, put_mails

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_mail_goes_out_when_the_transaction_is_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put([a_mail()], at=NOW)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["reader1@example.org"]]


def test_a_key_is_sent_once_however_often_it_is_put() -> None:
    put([a_mail(), a_mail()], at=NOW)
    send_outgoing.func()
    put([a_mail(subject="Changed")], at=NOW)
    send_outgoing.func()
    assert [message.subject for message in mail.outbox] == ["Letter 1"]


def test_nothing_put_is_nothing_done(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        put([], at=NOW)
    assert callbacks == []


def test_putting_many_costs_as_much_as_putting_one(django_assert_num_queries: pytest.FixtureRequest) -> None:
    for count in (1, 100):
        with django_assert_num_queries(3):  # type: ignore[operator]  # a savepoint around one INSERT
            put_mails(count)


def test_once_sent_only_the_key_stays() -> None:
    put([a_mail(html="<p>The words.</p>", headers={"List-Id": "<a.example.org>"})], at=NOW)
    send_outgoing.func()
    row = OutgoingMail.objects.get()
    assert (row.sent_at, row.body, row.html, row.headers) == (NOW, "", "", {})


def test_the_words_of_a_sent_mail_cannot_be_stored() -> None:
    put_mails(1)
    with pytest.raises(IntegrityError, match="mail_sent_has_no_words"), transaction.atomic():
        OutgoingMail.objects.update(sent_at=NOW)


@pytest.mark.parametrize("column", ["key", "recipient"])
def test_a_mail_without_key_or_recipient_cannot_be_stored(column: str) -> None:
    with pytest.raises(IntegrityError, match="mail_has_key_and_recipient"), transaction.atomic():
        a_mail(1, created_at=NOW, not_before=NOW, **{column: ""}).save()


def test_a_mail_with_html_carries_both() -> None:
    put([a_mail(html="<p>The words.</p>")], at=NOW)
    send_outgoing.func()
    assert [part.get_content_type() for part in mail.outbox[0].message().walk()][1:] == ["text/plain", "text/html"]


def test_the_message_id_follows_from_the_key() -> None:
    first, second, other = (a_mail(number).message().message()["Message-ID"] for number in (1, 1, 2))
    assert first == second != other
    assert first.endswith("@testserver>")


def test_long_addresses_in_headers_stay_readable() -> None:
    address = f"<https://news.example.org/comments/mute/{'a' * 90}/>"
    message = a_mail(headers={"List-Unsubscribe": address, "List-Id": f"<{'b' * 90}.example.org>"}).message()
    sent = message.message(policy=email.policy.SMTP).as_bytes()
    assert f"List-Unsubscribe: {address}\r\n".encode() in sent
    assert b"=?utf-8?" not in sent


def test_a_subject_of_several_lines_is_one_line() -> None:
    assert a_mail(subject="One\nBcc: somebody@example.org").message().subject == "One Bcc: somebody@example.org"


def test_what_was_withdrawn_is_not_sent_and_what_was_sent_stays() -> None:
    put([a_mail(1, origin="a"), a_mail(2, origin="a"), a_mail(3, origin="b")], at=NOW)
    OutgoingMail.objects.keyed("letter/1").get().mark_sent(at=NOW)
    assert withdraw(OutgoingMail.objects.from_origins(["a"])) == 1
    send_outgoing.func()
    assert [message.to for message in mail.outbox] == [["reader3@example.org"]]
    assert OutgoingMail.objects.keyed("letter/1").exists()


def test_old_mails_go_unless_they_wait(clock: time_machine.Traveller) -> None:
    put_mails(3)
    sent, given_up, _waiting = OutgoingMail.objects.first_due_first()
    sent.mark_sent(at=NOW)
    given_up.give_up(at=NOW, error="no such mailbox")
    assert delete_old(at=NOW + KEPT) == 0
    clock.move_to(NOW + KEPT + timedelta(seconds=1))
    assert delete_old(at=NOW + KEPT + timedelta(seconds=1)) == 2
    assert OutgoingMail.objects.waiting().count() == 1


def test_what_was_given_up_can_be_tried_again(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    put_mails(2)
    given_up, sent = OutgoingMail.objects.first_due_first()
    given_up.give_up(at=NOW, error="no such mailbox")
    sent.mark_sent(at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert retry(OutgoingMail.objects.all(), at=NOW) == 1
    assert [message.to for message in mail.outbox] == [["reader1@example.org"]]
    assert not OutgoingMail.objects.given_up().exists()
