"""The mailed link: who gets one, how long and how often it works, and what it tells strangers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from blog.comments.errors import TooOftenError
from blog.posts.models import Post
from blog.privacy.errors import ExpiredLinkError, UnknownLinkError, UsedLinkError
from blog.privacy.models import DataRequest
from blog.privacy.services import ask_for_link, find_proven, find_request, prove
from tests.blog.comments.samples import NOW
from tests.blog.privacy.samples import GUEST, fill_as_guest
from tests.factories import CommentFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = timedelta(hours=1)
type Mailbox = list[EmailMessage]
type Ask = Callable[..., None]


@pytest.fixture
def asked() -> DataRequest:
    return DataRequest.objects.create(email=GUEST, created_at=NOW)


@pytest.fixture
def ask(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Ask:
    def ask(email: str = GUEST, network: str = "192.0.2.7", after: timedelta = timedelta(0)) -> None:
        with django_capture_on_commit_callbacks(execute=True), time_machine.travel(NOW + after, tick=False):
            ask_for_link(email, network=network, at=NOW + after)

    return ask


def test_a_known_address_gets_a_mail_with_a_link(post: Post, ask: Ask, mailoutbox: Mailbox) -> None:
    CommentFactory.create(post=post, user_email=GUEST)
    ask()
    (mail,) = mailoutbox
    assert mail.to == [GUEST]
    assert f"http://testserver/my-data/link/{DataRequest.objects.get().token}/" in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert GUEST not in mail.body + str(mail.subject)


def test_an_address_under_which_nothing_is_kept_gets_none(post: Post, ask: Ask, mailoutbox: Mailbox) -> None:
    fill_as_guest(post)
    mailoutbox.clear()
    ask("nobody@example.org")
    assert mailoutbox == []


def test_the_address_of_somebody_who_works_for_the_site_gets_a_mail_though_it_is_locked(ask: Ask, mailoutbox: Mailbox) -> None:
    UserFactory.create(email=GUEST, is_staff=True)
    ask()
    assert len(mailoutbox) == 1


def test_a_mail_that_comes_to_be_written_after_the_hour_is_not_sent(
    post: Post, mailoutbox: Mailbox, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    CommentFactory.create(post=post, user_email=GUEST)
    with django_capture_on_commit_callbacks() as callbacks:
        ask_for_link(GUEST, network="", at=NOW)
    with time_machine.travel(NOW + HOUR, tick=False):
        callbacks[0]()
    assert mailoutbox == []


def test_an_address_gets_three_mails_an_hour_and_then_nobody_is_told(post: Post, ask: Ask, mailoutbox: Mailbox) -> None:
    CommentFactory.create(post=post, user_email=GUEST)
    for number in range(5):
        ask(network=f"192.0.2.{number}")
    assert len(mailoutbox) == 3
    ask(after=HOUR)
    assert len(mailoutbox) == 4


def test_from_one_network_come_ten_requests_an_hour(ask: Ask) -> None:
    for number in range(10):
        ask(f"person{number}@example.org")
    with pytest.raises(TooOftenError) as refused:
        ask(GUEST, after=timedelta(minutes=30))
    assert refused.value.wait_seconds == 1800
    ask(GUEST, network="192.0.2.8", after=timedelta(minutes=30))
    ask(GUEST, after=HOUR)


def test_requests_are_forgotten_after_a_day(ask: Ask) -> None:
    ask()
    ask("other@example.org", network="192.0.2.8", after=timedelta(days=1, seconds=1))
    assert DataRequest.objects.get().email == "other@example.org"


def test_asking_costs_the_same_for_every_address(post: Post, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_as_guest(post)
    for email in (GUEST, "nobody@example.org"):
        with django_assert_num_queries(6):  # with the two of the transaction: forget, two limits, store
            ask_for_link(email, network="192.0.2.1", at=NOW)


def test_a_link_proves_once(asked: DataRequest) -> None:
    assert find_request(asked.token, at=NOW) == asked
    assert prove(asked.token, at=NOW) == asked
    for use in (find_request, prove):
        with pytest.raises(UsedLinkError):
            use(asked.token, at=NOW)


def test_of_two_who_press_at_once_one_is_told_that_it_is_used(asked: DataRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.privacy.services.links.find_request", lambda *_args, **_options: asked)
    prove(asked.token, at=NOW)
    with pytest.raises(UsedLinkError):
        prove(asked.token, at=NOW)


def test_a_link_works_for_an_hour(asked: DataRequest) -> None:
    assert find_request(asked.token, at=NOW + HOUR - timedelta(seconds=1)) == asked
    for use in (find_request, prove):
        with pytest.raises(ExpiredLinkError):
            use(asked.token, at=NOW + HOUR)


@pytest.mark.parametrize("token", ["", "x", "1", "1.forged", "a" * 3000, "%00", "\ud83d", "ж.ж"])
def test_a_link_that_the_site_did_not_make_is_unknown(asked: DataRequest, token: str) -> None:
    with pytest.raises(UnknownLinkError):
        find_request(token.replace("1", str(asked.pk)), at=NOW)


def test_a_link_carries_no_address(asked: DataRequest) -> None:
    assert asked.token.startswith(f"{asked.pk}.")
    assert "guest" not in asked.token


def test_a_link_of_an_older_key_still_works(asked: DataRequest, settings: Settings) -> None:
    token = asked.token
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a newer key", [settings.SECRET_KEY]
    assert prove(token, at=NOW) == asked
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnknownLinkError):
        find_request(token, at=NOW)


def test_a_proof_lasts_an_hour(asked: DataRequest) -> None:
    assert find_proven(asked.pk, at=NOW) is None
    prove(asked.token, at=NOW)
    assert find_proven(asked.pk, at=NOW + HOUR - timedelta(seconds=1)) == asked
    assert find_proven(asked.pk, at=NOW + HOUR) is None


@pytest.mark.parametrize("email", ["", "Guest@example.org"])
def test_an_address_in_another_form_is_refused_by_the_database(email: str) -> None:
    with pytest.raises(IntegrityError, match="data_request_email_is_lower_case"):
        DataRequest.objects.create(email=email, created_at=NOW)
