"""The outbox in admin."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.mailing.models import OutgoingMail, Stage
from tests.blog.mailing.outbox import NOW, put_mails

pytestmark = pytest.mark.django_db
LIST = "/admin/mailing/outgoingmail/"


@pytest.fixture
def mails() -> dict[Stage, OutgoingMail]:
    """One mail at each stage."""
    put_mails(len(Stage))
    rows = dict(zip(Stage, OutgoingMail.objects.order_by("pk"), strict=True))
    rows[Stage.PUT_OFF].retry(after=NOW, error="452 mailbox full")
    rows[Stage.SENT].mark_sent(at=NOW)
    rows[Stage.GIVEN_UP].give_up(at=NOW, error="550 no such mailbox")
    return rows


@pytest.fixture
def browser(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client


def test_each_mail_stands_in_the_list_with_what_became_of_it(browser: Client, mails: dict[Stage, OutgoingMail]) -> None:
    page = browser.get(LIST).content.decode()
    for stage, row in mails.items():
        assert row.recipient in page
        assert str(stage.label) in page
    assert "550 no such mailbox" in page


@pytest.mark.parametrize("stage", list(Stage))
def test_the_list_can_be_narrowed_to_one_stage(browser: Client, mails: dict[Stage, OutgoingMail], stage: Stage) -> None:
    response = browser.get(f"{LIST}?stage={stage}")
    assert list(response.context["cl"].result_list) == [mails[stage]]
    assert mails[stage].stage == stage


@pytest.mark.usefixtures("mails")
def test_a_stage_that_does_not_exist_narrows_nothing(browser: Client) -> None:
    assert len(browser.get(f"{LIST}?stage=nonsense").context["cl"].result_list) == len(Stage)


def test_a_mail_is_looked_at_but_not_changed_and_its_words_are_not_shown(
    browser: Client, mails: dict[Stage, OutgoingMail]
) -> None:
    row = mails[Stage.WAITING]
    address = reverse("admin:mailing_outgoingmail_change", args=[row.pk])
    page = browser.get(address).content.decode()
    assert row.recipient in page
    assert row.body not in page
    assert browser.post(address, {"recipient": "other@example.org"}).status_code == 404
    assert browser.get(f"{LIST}add/").status_code == 404
    assert browser.get(f"{LIST}{row.pk}/delete/").status_code == 404


def test_what_was_given_up_is_tried_again(
    browser: Client,
    mails: dict[Stage, OutgoingMail],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    chosen = [mails[stage].pk for stage in (Stage.SENT, Stage.GIVEN_UP)]
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post(LIST, {"action": "try_again", "_selected_action": chosen}, follow=True)
    assert b"1 mail is tried again." in page.content
    assert mails[Stage.GIVEN_UP].recipient in [message.to[0] for message in mail.outbox]


def test_nobody_but_a_superuser_sees_it(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert client.get(LIST).status_code == 404
