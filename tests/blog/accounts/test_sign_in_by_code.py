"""Signing up, in and out with codes that come by mail."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from blog.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP, LOGOUT, ACCOUNT, ADDRESSES = (
    reverse(f"account_{name}") for name in ("login", "signup", "logout", "profile", "email")
)
CONFIRM_LOGIN, CONFIRM_ADDRESS = reverse("account_confirm_login_code"), reverse("account_email_verification_sent")


@pytest.fixture(autouse=True)
def no_earlier_attempts(settings: Any) -> None:
    """Forget the attempts of other tests, which the limits would count; allauth asks for some rows more than once."""
    cache.clear()
    settings.ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}, {"model": "sessions.Session"}]


@pytest.fixture
def reader() -> User:
    """Somebody whom an administrator has added: they have confirmed nothing yet."""
    return UserFactory.create(email="reader@example.org", name="Reader One")


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^ {4}(\S+)$", str(mail.body), re.MULTILINE)
    assert found
    return found[1]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask_for_code(client: Client, email: str, next_path: str = "") -> None:
    client.post(LOGIN, {"login": email, "next": next_path})


def test_a_reader_signs_in_with_the_code_of_the_mail(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    response = client.post(LOGIN, {"login": "Reader@Example.org"})
    assert response.headers["Location"] == CONFIRM_LOGIN
    assert mailoutbox[0].to == [reader.email]
    response = client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0])}, follow=True)
    assert response.redirect_chain == [(ACCOUNT, 302)]
    assert "Reader One" in response.content.decode()


def test_the_code_confirms_the_address_too(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client, reader.email)
    client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0])})
    assert EmailAddress.objects.get(user=reader).verified
    assert len(mailoutbox) == 1


def test_signing_in_leads_back_to_the_page_it_was_asked_from(
    client: Client, reader: User, mailoutbox: list[EmailMessage]
) -> None:
    asked = client.post(LOGIN, {"login": reader.email, "next": "/archive/"})
    response = client.post(asked.headers["Location"], {"code": code_in(mailoutbox[0]), "next": "/archive/"})
    assert response.headers["Location"] == "/archive/"


def test_signing_in_leads_to_no_other_site(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client, reader.email, "https://evil.example/")
    response = client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0]), "next": "https://evil.example/"})
    assert response.headers["Location"] == ACCOUNT


@pytest.mark.usefixtures("mailoutbox")
def test_a_wrong_code_signs_nobody_in(client: Client, reader: User) -> None:
    ask_for_code(client, reader.email)
    response = client.post(CONFIRM_LOGIN, {"code": "WRONG-CODE"})
    assert "Incorrect code" in response.content.decode()
    assert not is_signed_in(client)


def test_guessing_ends_after_a_few_attempts(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client, reader.email)
    for _attempt in range(3):
        response = client.post(CONFIRM_LOGIN, {"code": "WRONG-CODE"})
    assert response.status_code == 302
    client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0])})
    assert not is_signed_in(client)


def test_the_code_of_somebody_else_is_worth_nothing(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(Client(), reader.email)
    ask_for_code(client, UserFactory.create(email="other@example.org").email)
    client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0])})
    assert not is_signed_in(client)


def test_an_inactive_user_is_not_signed_in(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    User.objects.update(is_active=False)
    ask_for_code(client, reader.email)
    for mail in mailoutbox:
        assert not re.search(r"^ {4}\S+$", str(mail.body), re.MULTILINE)
    assert not is_signed_in(client)


def test_the_page_does_not_tell_whether_an_address_has_an_account(
    client: Client, reader: User, mailoutbox: list[EmailMessage]
) -> None:
    known = client.post(LOGIN, {"login": reader.email})
    unknown = Client().post(LOGIN, {"login": "stranger@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "http://testserver/accounts/signup/" in str(mailoutbox[1].body)


def test_an_account_is_made_when_the_code_confirms_the_address(client: Client, mailoutbox: list[EmailMessage]) -> None:
    response = client.post(SIGNUP, {"email": "new@example.org"})
    assert response.headers["Location"] == CONFIRM_ADDRESS
    assert not is_signed_in(client)
    client.post(CONFIRM_ADDRESS, {"code": code_in(mailoutbox[0])})
    assert is_signed_in(client)
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_who_has_an_account_is_told_so_by_mail_alone(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    response = client.post(SIGNUP, {"email": reader.email})
    assert response.headers["Location"] == CONFIRM_ADDRESS
    assert mailoutbox[0].subject == "You have an account already"
    assert User.objects.count() == 1


def test_mails_name_this_site_and_no_other(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client, reader.email)
    ask_for_code(Client(), "stranger@example.org")
    Client().post(SIGNUP, {"email": "new@example.org"})
    Client().post(SIGNUP, {"email": reader.email})
    assert len(mailoutbox) == 4
    for mail in mailoutbox:
        assert str(mail.body).endswith("-- \nGazette\nhttp://testserver")
        assert "example.com" not in str(mail.body)


def test_signing_out_takes_a_post(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert "Sign out" in client.get(LOGOUT).content.decode()
    assert is_signed_in(client)
    assert client.post(LOGOUT).headers["Location"] == "/"
    assert not is_signed_in(client)


def test_no_message_waits_for_a_page_that_shows_none(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_code(client, reader.email)
    client.post(CONFIRM_LOGIN, {"code": code_in(mailoutbox[0])})
    client.get(ACCOUNT)
    client.post(LOGOUT)
    assert not [name for name, cookie in client.cookies.items() if name == "messages" and cookie.value]


def test_a_visitor_is_asked_to_sign_in_before_seeing_an_account(client: Client) -> None:
    assert client.get(ACCOUNT).headers["Location"] == f"{LOGIN}?next={ACCOUNT}"


def test_the_account_offers_the_admin_to_staff_alone(client: Client, reader: User, owner: User) -> None:
    client.force_login(reader)
    assert reverse("admin:index") not in client.get(ACCOUNT).content.decode()
    client.force_login(owner)
    assert reverse("admin:index") in client.get(ACCOUNT).content.decode()


def test_an_address_is_added_with_a_code(client: Client, reader: User, mailoutbox: list[EmailMessage]) -> None:
    client.force_login(reader)
    client.post(ADDRESSES, {"email": "second@example.org", "action_add": ""})
    assert mailoutbox[-1].to == ["second@example.org"]
    client.post(CONFIRM_ADDRESS, {"code": code_in(mailoutbox[-1])})
    assert "second@example.org" in client.get(ADDRESSES).content.decode()


@pytest.mark.parametrize("path", [LOGIN, SIGNUP, reverse("account_request_login_code")])
def test_no_page_asks_for_a_password(client: Client, path: str) -> None:
    assert 'type="password"' not in client.get(path).content.decode()


@pytest.mark.parametrize("name", ["change_password", "set_password", "reset_password", "reset_password_done", "reauthenticate"])
def test_the_pages_for_passwords_are_closed(client: Client, reader: User, name: str) -> None:
    client.force_login(reader)
    path = reverse(f"account_{name}")
    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


def test_the_account_pages_are_no_entries_for_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in client.get(LOGIN).content.decode()
