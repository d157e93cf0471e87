"""Whose word is taken for an address, and how accounts are kept from whoever came first with an address not theirs."""

import copy
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from blog.accounts.models import User
from tests.blog.accounts.conftest import SignIn, is_signed_in
from tests.blog.accounts.fake_service import OIDC, FakeService
from tests.blog.accounts.test_other_services import CONFIRM, X, google
from tests.blog.accounts.test_sign_in_by_code import code_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN, LOGIN_CODE = "/accounts/login/", "/accounts/login/code/confirm/"
WORDPRESS = {"ID": 4711, "username": "readerone", "email": "reader@example.org", "email_verified": True}
AT_OIDC = {"sub": "1", "email": "reader@example.org", "email_verified": True}


def member(email: str = "reader@example.org", *, verified: bool = True) -> User:
    user = UserFactory.create(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def sign_in_by_code(browser: Client, email: str, mails: list[EmailMessage]) -> None:
    browser.post(LOGIN, {"login": email})
    browser.post(LOGIN_CODE, {"code": code_in(mails[-1])})


def test_a_verified_address_opens_the_account_that_has_it(client: Client, sign_in: SignIn) -> None:
    user = member()
    sign_in("wordpress", WORDPRESS)
    assert is_signed_in(client)
    assert SocialAccount.objects.get().user == user


def test_an_address_without_the_word_verified_opens_nothing(client: Client, sign_in: SignIn) -> None:
    member()
    sign_in("wordpress", WORDPRESS | {"email_verified": False})
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_google_opens_the_account_of_its_own_mailbox(client: Client, services: FakeService, sign_in: SignIn) -> None:
    member("reader@gmail.com")
    google(services, email="Reader@gmail.com", email_verified=True)
    sign_in("google", {})
    assert is_signed_in(client)


def test_google_opens_the_account_of_a_mailbox_that_it_hosts(client: Client, services: FakeService, sign_in: SignIn) -> None:
    member()
    google(services, email="reader@example.org", email_verified=True, hd="example.org")
    sign_in("google", {})
    assert is_signed_in(client)


def test_google_opens_no_account_of_a_mailbox_elsewhere(
    client: Client, services: FakeService, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    member()
    google(services, email="reader@example.org", email_verified=True)
    sign_in("google", {})
    assert not is_signed_in(client)
    assert mailoutbox[0].subject == "You have an account already"


def test_an_unverified_address_at_google_takes_a_code(client: Client, services: FakeService, sign_in: SignIn) -> None:
    google(services, email="reader@gmail.com", email_verified=False)
    sign_in("google", {})
    assert not is_signed_in(client)


def test_a_server_of_openid_connect_opens_no_account_by_an_address(client: Client, sign_in: SignIn) -> None:
    member()
    sign_in(OIDC, AT_OIDC)
    assert not is_signed_in(client)


def test_a_server_of_openid_connect_opens_accounts_where_the_site_trusts_it(
    client: Client, sign_in: SignIn, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["email_authentication"] = True
    member()
    sign_in(OIDC, AT_OIDC)
    assert is_signed_in(client)


@pytest.mark.parametrize("word", ["false", "true", 1])
def test_only_a_plain_yes_of_openid_connect_counts(client: Client, sign_in: SignIn, settings: Any, word: object) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["email_authentication"] = True
    member()
    sign_in(OIDC, AT_OIDC | {"email_verified": word})
    assert not is_signed_in(client)


def test_a_user_whom_an_administrator_added_proves_the_address_once(
    client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    UserFactory.create(email="reader@example.org")
    assert sign_in("wordpress", WORDPRESS).headers["Location"] == CONFIRM
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert is_signed_in(client)
    assert SocialAccount.objects.count() == 1


def test_whoever_first_gave_an_address_not_theirs_loses_the_way_in_when_its_owner_comes(
    sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    first, owner = Client(), Client()
    first.post(sign_in("twitter_oauth2", X, browser=first).headers["Location"], {"email": "owner@example.org"})
    sign_in_by_code(owner, "owner@example.org", mailoutbox)
    assert is_signed_in(owner)
    assert not SocialAccount.objects.exists()
    sign_in("twitter_oauth2", X, browser=first)
    assert not is_signed_in(first)


def test_that_holds_also_when_the_owner_comes_by_another_service(sign_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    first, owner = Client(), Client()
    first.post(sign_in("twitter_oauth2", X, browser=first).headers["Location"], {"email": "reader@example.org"})
    cache.clear()  # as a few minutes later: codes to one address are not sent more often
    sign_in("wordpress", WORDPRESS, browser=owner)
    owner.post(CONFIRM, {"code": code_in(mailoutbox[-1])})
    assert is_signed_in(owner)
    assert [account.provider for account in SocialAccount.objects.all()] == ["wordpress"]


def test_a_second_address_takes_no_connection_away(client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    sign_in("wordpress", WORDPRESS, browser=Client())
    sign_in_by_code(client, "reader@example.org", mailoutbox)
    client.post("/accounts/email/", {"email": "second@example.org", "action_add": ""})
    client.post(CONFIRM, {"code": code_in(mailoutbox[-1])})
    assert EmailAddress.objects.filter(verified=True).count() == 2
    assert SocialAccount.objects.count() == 1
