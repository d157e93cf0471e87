"""Fixtures for signing in with other services."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.twitter_oauth2.views import TwitterOAuth2Adapter
from django.core.cache import cache
from django.test import Client

from tests.blog.accounts.fake_service import FakeService, all_services, running

type SignIn = Callable[..., Any]  # Django's test response, whose class has no public name


@pytest.fixture
def service() -> Iterator[FakeService]:
    with running() as service:
        yield service


@pytest.fixture
def services(service: FakeService, settings: Any, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """Every kind of service is set up, and all of them are the fake one."""
    cache.clear()  # the limits would count the attempts of other tests
    settings.ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}, {"model": "sessions.Session"}]
    settings.SOCIALACCOUNT_PROVIDERS = all_services(service.origin)
    for adapter in (GoogleOAuth2Adapter, TwitterOAuth2Adapter):
        monkeypatch.setattr(adapter, "authorize_url", f"{service.origin}/oauth2/authorize")
        monkeypatch.setattr(adapter, "access_token_url", f"{service.origin}/oauth2/token")
    monkeypatch.setattr(TwitterOAuth2Adapter, "profile_url", f"{service.origin}/2/users/me")
    return service


def leave_for(client: Client, provider: str, **sent: str) -> str:
    """Press the button of a service, and return the address on it to which the page leads."""
    page = client.post(f"/accounts/with/{provider}/", sent).content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return unescape(found[1])


@pytest.fixture
def sign_in(client: Client, services: FakeService) -> SignIn:
    """Sign in with a service that knows a person, and return what our site answers."""

    def sign_in(provider: str, person: Any, *, browser: Client = client, **sent: str) -> Any:
        services.person = person
        back = services.agree(leave_for(browser, provider, **sent))
        return browser.get(back)

    return sign_in


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
