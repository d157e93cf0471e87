"""The mail with which somebody confirms that they want posts by mail."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation

from blog.comments.limits import FOLLOWS_OF_ADDRESS
from blog.mailing.opt_in import UNCONFIRMED_KEPT
from blog.organizations.models import Organization
from blog.subscriptions.models import Frequency, Subscription
from blog.subscriptions.services import subscribing
from blog.subscriptions.services.subscribing import delete_expired_subscriptions
from blog.subscriptions.tasks import send_confirmation
from tests.blog.subscriptions.samples import GUEST, NOW, subscriber
from tests.factories import OrganizationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def sent(row: Subscription) -> mail.EmailMessage:
    send_confirmation.func(row.pk)
    message = mail.outbox[-1]
    assert isinstance(message, mail.EmailMessage)
    return message


def test_its_link_confirms(organization: Organization) -> None:
    message = sent(subscriber(organization=organization, confirmed_at=None, frequency=Frequency.WEEKLY))
    assert message.subject == "Confirm that you get the posts of Institute of Examples by mail"
    assert "Weekly" in str(message.body)
    (token,) = re.findall(r"http://testserver/follow/confirm/([^/\s]+)/", str(message.body))
    assert subscribing.confirm(token, at=NOW).email == GUEST


def test_it_asks_for_no_automatic_answer(organization: Organization) -> None:
    message = sent(subscriber(organization=organization, confirmed_at=None)).message()
    assert (message["Auto-Submitted"], message.get_content_type()) == ("auto-generated", "text/plain")


def test_whoever_has_confirmed_or_is_gone_gets_none() -> None:
    send_confirmation.func(subscriber().pk)
    send_confirmation.func(999_999)
    assert mail.outbox == []


def test_within_an_hour_the_same_is_mailed_once() -> None:
    row = subscriber(confirmed_at=None)
    sent(row)
    send_confirmation.func(row.pk)
    assert len(mail.outbox) == 1
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        send_confirmation.func(row.pk)
    assert len(mail.outbox) == 2


def test_nobody_s_mailbox_is_filled_by_somebody_else() -> None:
    for _number in range(FOLLOWS_OF_ADDRESS.rows + 2):
        send_confirmation.func(subscriber(organization=OrganizationFactory.create(), confirmed_at=None).pk)
    assert len(mail.outbox) == FOLLOWS_OF_ADDRESS.rows


def test_a_mail_that_no_server_took_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> int:
        raise ConnectionRefusedError

    row = subscriber(confirmed_at=None)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(ConnectionRefusedError):
        send_confirmation.func(row.pk)
    monkeypatch.undo()
    assert sent(row).to == [GUEST]


def test_asked_again_with_another_wish_the_wish_counts_until_it_is_confirmed() -> None:
    for frequency in (Frequency.AT_ONCE, Frequency.MONTHLY):
        subscribing.ask_to_subscribe(None, email=GUEST, frequency=frequency, network="192.0.2.7", at=NOW)
    assert Subscription.objects.get().frequency == Frequency.MONTHLY


def test_changing_how_often_takes_the_language_of_the_page() -> None:
    row = subscriber()
    with translation.override("ro"):
        subscribing.change_frequency(row, frequency=Frequency.WEEKLY)
    row.refresh_from_db()
    assert (row.frequency, row.language) == (Frequency.WEEKLY, "ro")


def test_what_nobody_confirms_goes_and_networks_are_forgotten() -> None:
    late, day = NOW - UNCONFIRMED_KEPT - timedelta(minutes=1), NOW - timedelta(days=1, minutes=1)
    subscriber("late@example.org", confirmed_at=None, asked_at=late)
    subscriber("new@example.org", confirmed_at=None, asked_at=day, network="192.0.2.7")
    subscriber("old@example.org", network="192.0.2.7")
    assert delete_expired_subscriptions(at=NOW) == 1
    assert sorted(Subscription.objects.values_list("email", "network")) == [("new@example.org", ""), ("old@example.org", "")]
