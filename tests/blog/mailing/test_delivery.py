"""Sending the outbox: failures, the pace, several workers."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from blog.mailing import delivery
from blog.mailing.delivery import CLAIM_LIFE, MAILS_A_BATCH, MOST_ATTEMPTS, PAUSES
from blog.mailing.models import OutgoingMail, Pace
from blog.mailing.services import put, wake
from blog.mailing.tasks import send_outgoing
from tests.blog.mailing.outbox import NOW, Server, a_mail, put_mails, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "server")]


def the_mail() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_a_batch_goes_over_one_connection(server: type[Server]) -> None:
    put_mails(5)
    send_outgoing.func()
    assert (len(server.taken), server.opened) == (5, 1)


def test_all_go_when_there_are_more_than_a_batch(server: type[Server]) -> None:
    put_mails(2 * MAILS_A_BATCH + 1)
    send_outgoing.func()
    assert server.taken == [f"reader{number}@example.org" for number in range(1, 2 * MAILS_A_BATCH + 2)]


def test_an_empty_outbox_needs_no_connection(server: type[Server]) -> None:
    send_outgoing.func()
    assert server.opened == 0


def test_nothing_goes_before_its_time(server: type[Server], clock: time_machine.Traveller) -> None:
    put([a_mail()], at=NOW, not_before=NOW + timedelta(hours=1))
    send_outgoing.func()
    assert server.taken == []
    clock.shift(3600)
    send_outgoing.func()
    assert server.taken == ["reader1@example.org"]


@pytest.mark.parametrize("code", [550, 553])
def test_an_address_that_does_not_exist_is_given_up_at_once(server: type[Server], code: int) -> None:
    server.refuses = refused(code)
    put_mails(1)
    send_outgoing.func()
    mail = the_mail()
    assert (mail.given_up_at, mail.attempts) == (NOW, 1)
    assert str(code) in mail.error


def test_a_full_mailbox_is_tried_again_ever_more_slowly_and_given_up_in_the_end(
    server: type[Server], clock: time_machine.Traveller
) -> None:
    server.refuses = refused(452)
    put_mails(1)
    at = NOW
    for attempt, pause in enumerate(PAUSES, start=1):
        send_outgoing.func()
        mail = the_mail()
        assert (mail.attempts, mail.not_before, mail.given_up_at) == (attempt, at + pause, None)
        at += pause
        clock.move_to(at)
    send_outgoing.func()
    assert (the_mail().attempts, the_mail().given_up_at) == (MOST_ATTEMPTS, at)
    assert "452" in the_mail().error


def test_one_that_fails_does_not_stop_the_others(server: type[Server]) -> None:
    server.refuses = lambda address: refused(450)(address) if address == "reader2@example.org" else None
    put_mails(3)
    send_outgoing.func()
    assert server.taken == ["reader1@example.org", "reader3@example.org"]


def test_a_mail_of_which_no_message_can_be_made_is_given_up(server: type[Server]) -> None:
    put([a_mail(1, headers={"X-Two": "one\nTwo: two"}), a_mail(2)], at=NOW)
    send_outgoing.func()
    assert server.taken == ["reader2@example.org"]
    assert OutgoingMail.objects.given_up().get().key == "letter/1"


def test_a_server_that_cannot_be_reached_costs_no_mail_an_attempt(server: type[Server], clock: time_machine.Traveller) -> None:
    server.is_away = True
    put_mails(3)
    for minutes in (1, 2, 4):
        send_outgoing.func()
        assert Pace.objects.get().held_until == NOW + timedelta(minutes=2 * minutes - 1)
        clock.shift(minutes * 60)
    assert {mail.attempts for mail in OutgoingMail.objects.all()} == {0}
    server.is_away = False
    send_outgoing.func()
    assert (len(server.taken), Pace.objects.get().failures) == (3, 0)


def test_while_a_server_is_away_nobody_tries_again(server: type[Server]) -> None:
    server.is_away = True
    put_mails(1)
    send_outgoing.func()
    server.is_away = False
    send_outgoing.func()
    assert server.taken == []


def test_a_hold_is_never_longer_than_an_hour() -> None:
    pace = Pace.lock()
    for _failure in range(30):
        pace.hold(at=NOW)
    assert pace.held_until == NOW + timedelta(hours=1)


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected(), smtplib.SMTPDataError(421, b"too many"), TimeoutError()])
def test_a_connection_that_breaks_costs_only_the_mail_that_was_on_it_an_attempt(server: type[Server], error: OSError) -> None:
    server.refuses = lambda address: error if address == "reader2@example.org" else None
    put_mails(4)
    send_outgoing.func()
    assert server.taken == ["reader1@example.org"]
    assert list(OutgoingMail.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 0, 0]
    assert Pace.objects.get().held_until == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (smtplib.SMTPDataError(554, b"spam"), delivery.Fault.MAIL),
        (smtplib.SMTPDataError(451, b"busy"), delivery.Fault.MOMENT),
        (smtplib.SMTPSenderRefused(552, b"too large", "a@example.org"), delivery.Fault.MAIL),
        (smtplib.SMTPSenderRefused(530, b"sign in", "a@example.org"), delivery.Fault.SERVER),
        (smtplib.SMTPAuthenticationError(535, b"no"), delivery.Fault.SERVER),
        (smtplib.SMTPNotSupportedError(), delivery.Fault.MAIL),
        (smtplib.SMTPRecipientsRefused({}), delivery.Fault.MAIL),
        (UnicodeError(), delivery.Fault.MAIL),
    ],
)
def test_whose_fault_a_refusal_is(error: Exception, fault: delivery.Fault) -> None:
    assert delivery.fault_of(error) == fault


def test_no_more_go_in_a_minute_than_the_settings_say(
    server: type[Server], settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.MAILS_A_MINUTE = 7
    put_mails(20)
    for taken in (7, 14, 20):
        send_outgoing.func()
        assert len(server.taken) == taken
        clock.shift(59)
        send_outgoing.func()
        assert len(server.taken) == taken
        clock.shift(1)


def test_without_a_bound_all_go_at_once(server: type[Server], settings: Settings) -> None:
    settings.MAILS_A_MINUTE = 0
    put_mails(3 * MAILS_A_BATCH)
    send_outgoing.func()
    assert len(server.taken) == 3 * MAILS_A_BATCH


def test_two_workers_never_take_the_same_mail() -> None:
    put_mails(MAILS_A_BATCH + 3)
    first, second = (delivery.claim(at=NOW, plan=None) for _worker in range(2))
    assert (len(first), len(second)) == (MAILS_A_BATCH, 3)
    assert set(first).isdisjoint(second)
    assert delivery.claim(at=NOW, plan=None) == []


def test_what_a_dead_worker_took_is_taken_again_when_its_claim_has_run_out() -> None:
    put_mails(2)
    taken = delivery.claim(at=NOW, plan=None)
    assert delivery.claim(at=NOW + CLAIM_LIFE - timedelta(seconds=1), plan=None) == []
    assert delivery.claim(at=NOW + CLAIM_LIFE, plan=None) == taken


def test_a_mail_that_kills_every_worker_is_given_up() -> None:
    put_mails(1)
    for attempt in range(MOST_ATTEMPTS):
        assert delivery.claim(at=NOW + attempt * CLAIM_LIFE, plan=None)
    assert delivery.claim(at=NOW + MOST_ATTEMPTS * CLAIM_LIFE, plan=None) == []
    assert the_mail().error == delivery.CUT_OFF


def test_a_slow_worker_leaves_the_rest_before_its_claim_runs_out(server: type[Server], clock: time_machine.Traveller) -> None:
    def slowly(_address: str) -> None:
        clock.shift(300)

    server.refuses = slowly
    put_mails(5)
    delivery.send(delivery.claim(at=NOW, plan=None), claimed_at=NOW)
    assert len(server.taken) == 2


def test_what_is_withdrawn_while_its_batch_is_sent_does_not_go(server: type[Server]) -> None:
    put_mails(2)
    taken = delivery.claim(at=NOW, plan=None)
    OutgoingMail.objects.keyed("letter/2").delete()
    delivery.send(taken, claimed_at=NOW)
    assert server.taken == ["reader1@example.org"]


def test_what_is_withdrawn_while_it_is_sent_holds_up_no_other(server: type[Server]) -> None:
    def withdraw_too_late(_address: str) -> None:
        OutgoingMail.objects.keyed("letter/1").delete()

    server.refuses = withdraw_too_late
    put_mails(3)
    send_outgoing.func()
    assert len(server.taken) == 3
    assert not OutgoingMail.objects.waiting().exists()


@pytest.mark.usefixtures("queue")
def test_the_next_run_is_planned_before_anything_is_sent(server: type[Server]) -> None:
    def is_planned(_address: str) -> None:
        assert DBTaskResult.objects.get().run_after == NOW

    server.refuses = is_planned
    put_mails(MAILS_A_BATCH + 1)
    send_outgoing.func()
    assert len(server.taken) == MAILS_A_BATCH


@pytest.mark.usefixtures("queue")
def test_the_last_batch_has_a_successor_that_comes_when_its_claim_has_run_out(server: type[Server]) -> None:
    put_mails(2)
    send_outgoing.func()
    assert len(server.taken) == 2
    assert DBTaskResult.objects.get().run_after == NOW + CLAIM_LIFE


@pytest.mark.usefixtures("queue")
def test_a_run_that_has_nothing_to_do_plans_none() -> None:
    send_outgoing.func()
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("queue")
def test_when_the_bound_is_reached_one_run_is_planned_for_when_there_is_room(settings: Settings) -> None:
    settings.MAILS_A_MINUTE = 5
    put_mails(9)
    for _run in range(4):
        send_outgoing.func()
    assert DBTaskResult.objects.get().run_after == NOW + timedelta(minutes=1)


@pytest.mark.usefixtures("queue")
def test_a_mail_that_is_put_off_has_a_run_planned_for_it(server: type[Server]) -> None:
    server.refuses = refused(451)
    put_mails(1)
    send_outgoing.func()
    assert [task.run_after for task in DBTaskResult.objects.order_by("run_after")] == [NOW + PAUSES[0], NOW + CLAIM_LIFE]


@pytest.mark.usefixtures("queue")
def test_while_the_server_is_away_one_run_is_planned_for_when_it_is_tried_again(server: type[Server]) -> None:
    server.is_away = True
    put_mails(50)
    for _run in range(3):
        send_outgoing.func()
    planned = DBTaskResult.objects.exclude(run_after=NOW)
    assert [task.run_after for task in planned] == [NOW + timedelta(minutes=1)]


@pytest.mark.usefixtures("queue")
def test_sending_begins_again_when_no_run_is_left() -> None:
    put_mails(3)
    assert wake(at=NOW) == 3
    assert DBTaskResult.objects.get().task_path == "blog.mailing.tasks.send_outgoing"


@pytest.mark.usefixtures("queue")
def test_nothing_is_begun_where_nothing_waits() -> None:
    assert wake(at=NOW) == 0
    assert not DBTaskResult.objects.exists()
