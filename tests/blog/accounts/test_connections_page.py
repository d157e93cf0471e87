"""Connecting services to an account, and disconnecting them."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from blog.accounts.models import User
from tests.blog.accounts.conftest import SignIn, leave_for
from tests.blog.accounts.fake_service import FakeService
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/accounts/services/"
PERSON = {"ID": 4711, "username": "readerone", "email": "elsewhere@example.org", "email_verified": True}


@pytest.fixture
def reader(client: Client) -> User:
    user = UserFactory.create(email="reader@example.org", name="Reader One")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    return user


def connected(user: User, uid: str = "4711", provider: str = "wordpress") -> SocialAccount:
    return SocialAccount.objects.create(user=user, provider=provider, uid=uid, extra_data={"username": "readerone"})


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"


def test_a_service_is_connected_to_the_account_of_who_is_signed_in(client: Client, reader: User, sign_in: SignIn) -> None:
    assert sign_in("wordpress", PERSON).headers["Location"] == PAGE
    assert SocialAccount.objects.get().user == reader
    page = client.get(PAGE).content.decode()
    assert "The service is connected." in page
    assert "WordPress.com</strong>" in page
    assert "readerone" in page
    assert User.objects.count() == 1


def test_the_address_of_the_service_does_not_become_one_of_the_account(reader: User, sign_in: SignIn) -> None:
    sign_in("wordpress", PERSON)
    assert [address.email for address in EmailAddress.objects.all()] == [reader.email]


def test_what_is_connected_twice_stays_one(reader: User, sign_in: SignIn) -> None:
    sign_in("wordpress", PERSON)
    sign_in("wordpress", PERSON)
    assert SocialAccount.objects.filter(user=reader).count() == 1


def test_what_opens_another_account_is_not_taken_from_it(client: Client, reader: User, sign_in: SignIn) -> None:
    other = connected(UserFactory.create())
    sign_in("wordpress", PERSON)
    assert "opens another account here already" in client.get(PAGE).content.decode()
    other.refresh_from_db()
    assert other.user != reader


def test_who_signs_out_on_the_way_connects_nothing(client: Client, reader: User, services: FakeService) -> None:
    services.person = PERSON
    back = services.agree(leave_for(client, "wordpress"))
    client.logout()
    assert client.get(back).status_code == 401
    assert not SocialAccount.objects.exists()
    assert reader.pk


def test_who_refuses_there_is_led_back_to_the_services(client: Client, reader: User, services: FakeService) -> None:
    page = client.get(services.refuse(leave_for(client, "wordpress")), follow=True).content.decode()
    assert "so the service is not connected" in page
    assert f'href="{PAGE}"' in page
    assert reader.pk


def test_only_what_is_not_connected_is_offered(client: Client, reader: User, services: FakeService) -> None:
    connected(reader)
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "Continue with WordPress.com" not in page
    assert "Continue with Google" in page
    assert services.origin


def test_a_service_is_disconnected(client: Client, reader: User, services: FakeService) -> None:
    account = connected(reader)
    page = client.post(PAGE, {"account": account.pk}, follow=True).content.decode()
    assert "The service is disconnected." in page
    assert not SocialAccount.objects.exists()
    assert services.origin


def test_a_service_that_is_set_up_no_more_can_still_be_disconnected(client: Client, reader: User) -> None:
    account = connected(reader, provider="sso.example.org")
    assert "sso.example.org" in client.get(PAGE).content.decode()
    client.post(PAGE, {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_the_last_way_in_is_not_taken_away(client: Client, reader: User) -> None:
    EmailAddress.objects.update(verified=False)
    response = client.post(PAGE, {"account": connected(reader).pk})
    assert response.status_code == 422
    assert "Confirm an e-mail address first" in response.content.decode()
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize("number", ["", "0", "999999", "text", "9" * 30, "\x00"])
def test_what_is_not_connected_cannot_be_disconnected(client: Client, reader: User, number: str) -> None:
    assert client.post(PAGE, {"account": number}).status_code == 422
    assert reader.pk


def test_nobody_disconnects_the_service_of_somebody_else(client: Client, reader: User) -> None:
    account = connected(UserFactory.create())
    assert client.post(PAGE, {"account": account.pk}).status_code == 422
    assert SocialAccount.objects.filter(pk=account.pk).exists()
    assert reader.pk


def test_another_site_cannot_disconnect(reader: User) -> None:
    browser: Any = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    assert browser.post(PAGE, {"account": connected(reader).pk}).status_code == 403
