"""The pages on which posts by mail are asked for, confirmed, changed and stopped."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.organizations.models import Organization
from blog.subscriptions.models import Frequency, Subscription
from tests.blog.subscriptions.samples import GUEST, NOW, subscriber
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SITE, OF_ORGANIZATION = "/follow/", "/organizations/institute-of-examples/follow/"


@pytest.fixture
def token() -> str:
    return subscriber(confirmed_at=None, frequency=Frequency.WEEKLY).renew_token(at=NOW)


@pytest.fixture
def subscription() -> Subscription:
    return subscriber()


@pytest.fixture
def stop(subscription: Subscription) -> str:
    return f"/follow/stop/{subscription.stop_token}/"


@pytest.mark.usefixtures("organization")
@pytest.mark.parametrize(("address", "name"), [(SITE, "Gazette"), (OF_ORGANIZATION, "Institute of Examples")])
def test_the_form_says_what_is_followed(client: Client, address: str, name: str) -> None:
    page = client.get(address).content.decode()
    assert f"Follow {name} by mail</h1>" in " ".join(page.split()).replace(" </h1>", "</h1>")
    assert 'name="email"' in page
    assert page.count('type="radio"') == 3


@pytest.mark.parametrize("address", [SITE, "/follow/done/asked/", "/follow/confirm/x/", "/follow/stop/x/"])
def test_the_pages_are_private_and_unlisted(client: Client, address: str) -> None:
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("address", ["/organizations/unknown/follow/", "/follow/done/unknown/"])
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_address_that_is_sent_is_asked_to_confirm(
    client: Client, organization: Organization, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(OF_ORGANIZATION, {"email": " Guest.One@Example.org", "frequency": "weekly"})
    assert (response.status_code, response.headers["Location"]) == (302, "/follow/done/asked/")
    assert [message.to for message in mail.outbox] == [[GUEST]]
    row = Subscription.objects.get()
    assert (row.organization, row.email, row.frequency, row.confirmed_at) == (organization, GUEST, "weekly", None)


def test_the_answer_is_the_same_whatever_the_address_has(client: Client, subscription: Subscription) -> None:
    answers = [client.post(SITE, {"email": email, "frequency": "weekly"}) for email in (GUEST, "new@example.org")]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/follow/done/asked/")}
    subscription.refresh_from_db()
    assert subscription.frequency == Frequency.AT_ONCE


@pytest.mark.parametrize(
    "data", [{"email": "nonsense", "frequency": "weekly"}, {"email": "", "frequency": "weekly"}, {"email": GUEST}]
)
def test_what_cannot_be_taken_is_marked_and_kept(client: Client, data: dict[str, str]) -> None:
    response = client.post(SITE, data)
    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert data["email"] in response.content.decode()
    assert not Subscription.objects.exists()


def test_a_robot_that_fills_the_hidden_field_gets_nothing_done(client: Client) -> None:
    response = client.post(SITE, {"email": GUEST, "frequency": "weekly", "honeypot": "x"})
    assert response.headers["Location"] == "/follow/done/asked/"
    assert not Subscription.objects.exists()


def test_an_old_token_costs_nobody_what_they_typed() -> None:
    response = Client(enforce_csrf_checks=True).post(SITE, {"email": GUEST, "frequency": "weekly"})
    assert response.status_code == 403
    assert GUEST in response.content.decode()
    assert not Subscription.objects.exists()


def test_too_many_from_a_network_are_told_when_to_try_again(client: Client) -> None:
    for number in range(FOLLOWS_OF_NETWORK.rows):
        client.post(SITE, {"email": f"r{number}@example.org", "frequency": "weekly"})
    response = client.post(SITE, {"email": GUEST, "frequency": "weekly"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert GUEST in response.content.decode()


def test_a_signed_in_person_subscribes_at_once_and_sees_it(client: Client) -> None:
    client.force_login(UserFactory.create(email="member@example.org"))
    page = client.get(SITE).content.decode()
    assert 'name="email"' not in page
    assert "The mails go to member@example.org." in page
    assert client.post(SITE, {"frequency": "monthly"}).headers["Location"] == "/follow/done/subscribed/"
    row = Subscription.objects.get()
    assert (row.email, row.frequency, row.confirmed_at) == ("member@example.org", "monthly", NOW)
    page = client.get(SITE).content.decode()
    assert "You get these mails already" in page
    assert row.stop_token in page


def test_looking_at_a_link_confirms_nothing(client: Client, token: str) -> None:
    page = client.get(f"/follow/confirm/{token}/").content.decode()
    assert "The posts of Gazette come to you by mail" in page
    assert not Subscription.objects.confirmed().exists()


def test_the_button_confirms_once(client: Client, token: str) -> None:
    response = client.post(f"/follow/confirm/{token}/")
    assert response.headers["Location"] == "/follow/done/subscribed/"
    assert Subscription.objects.get().confirmed_at == NOW
    again = client.post(f"/follow/confirm/{token}/")
    assert again.status_code == 410
    assert "You confirmed this already" in again.content.decode()


def test_an_expired_link_says_so_and_where_to_ask_again(client: Client, organization: Organization) -> None:
    site = subscriber(confirmed_at=None).renew_token(at=NOW)
    one = subscriber(organization=organization, confirmed_at=None).renew_token(at=NOW)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        for token, address in ((site, SITE), (one, OF_ORGANIZATION)):
            response = client.post(f"/follow/confirm/{token}/")
            assert response.status_code == 410
            assert f'href="{address}"' in response.content.decode()
    assert not Subscription.objects.confirmed().exists()


@pytest.mark.parametrize("address", ["/follow/confirm/unknown/", "/follow/stop/unknown/", "/follow/stop/1.unknown/"])
def test_an_unknown_link_says_what_may_be_wrong(client: Client, address: str) -> None:
    response = client.post(address)
    assert response.status_code == 404
    assert "It may be incomplete" in response.content.decode()


def test_looking_at_a_stop_link_stops_nothing(client: Client, stop: str) -> None:
    page = client.get(stop).content.decode()
    assert "You get the posts of Gazette by mail." in page
    assert Subscription.objects.exists()


def test_one_click_of_a_mail_program_stops(stop: str) -> None:
    program = Client(enforce_csrf_checks=True)
    response = program.post(stop, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Subscription.objects.exists()
    assert program.get(stop).status_code == 200  # whoever clicks again is told that it has stopped


def test_everything_of_an_address_stops_at_one_click(client: Client, stop: str, organization: Organization) -> None:
    subscriber(GUEST, organization)
    subscriber("other@example.org")
    client.post(stop, {"everything": "1"})
    assert [row.email for row in Subscription.objects.all()] == ["other@example.org"]


def test_a_stop_link_lives_on_when_the_key_changes(client: Client, stop: str, settings: object) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]  # pytest-django's settings
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]  # as above
    client.post(stop)
    assert not Subscription.objects.exists()


def test_how_often_can_be_changed(client: Client, stop: str, subscription: Subscription) -> None:
    assert client.post(stop, {"frequency": "hourly"}).status_code == 422
    assert client.post(stop, {"frequency": "monthly"}).headers["Location"] == "/follow/done/changed/"
    subscription.refresh_from_db()
    assert subscription.frequency == Frequency.MONTHLY


def test_without_a_mail_server_the_page_says_where_mails_are(client: Client, settings: object) -> None:
    assert b"No mail server is set up here" in client.get("/follow/done/asked/").content
    settings.HAS_MAIL_SERVER = True  # type: ignore[attr-defined]  # as above
    assert b"No mail server is set up here" not in client.get("/follow/done/changed/").content


@pytest.mark.usefixtures("organization")
def test_pages_lead_to_the_form(client: Client) -> None:
    page = client.get("/organizations/institute-of-examples/").content.decode()
    assert f'href="{OF_ORGANIZATION}"' in page
    assert f'href="{SITE}"' in page
