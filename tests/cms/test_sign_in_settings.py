"""Which services people can sign in with: those whose keys are set, and none by half."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.sign_in_settings import providers

OIDC = {
    "OIDC_NAME": "Institute Login",
    "OIDC_URL": "https://sso.example.org/realms/main",
    "OIDC_CLIENT_ID": "an id",
    "OIDC_CLIENT_SECRET": "a secret",
}
PAIRS = {"google": "GOOGLE", "wordpress": "WORDPRESS", "twitter_oauth2": "X"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.endswith(("_CLIENT_ID", "_CLIENT_SECRET")) or name.startswith("OIDC_")]:
        monkeypatch.delenv(name)
    return monkeypatch


def set_all(environment: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        environment.setenv(name, value)


@pytest.mark.usefixtures("environment")
def test_without_keys_there_is_no_service() -> None:
    assert providers() == {}


def test_what_is_set_to_nothing_is_not_set(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, {"GOOGLE_CLIENT_ID": "", "GOOGLE_CLIENT_SECRET": " "})
    assert providers() == {}


@pytest.mark.parametrize("provider", PAIRS)
def test_a_pair_of_keys_makes_a_service(environment: pytest.MonkeyPatch, provider: str) -> None:
    prefix = PAIRS[provider]
    set_all(environment, {f"{prefix}_CLIENT_ID": "an id", f"{prefix}_CLIENT_SECRET": "a secret"})
    assert list(providers()) == [provider]
    app = providers()[provider]["APPS"][0]
    assert (app["client_id"], app["secret"]) == ("an id", "a secret")


@pytest.mark.parametrize("provider", PAIRS)
@pytest.mark.parametrize(("given", "missing"), [("CLIENT_ID", "CLIENT_SECRET"), ("CLIENT_SECRET", "CLIENT_ID")])
def test_half_a_pair_is_refused_by_name(environment: pytest.MonkeyPatch, provider: str, given: str, missing: str) -> None:
    environment.setenv(f"{PAIRS[provider]}_{given}", "the value")
    with pytest.raises(ImproperlyConfigured, match=f"{PAIRS[provider]}_{missing}") as refusal:
        providers()
    assert "the value" not in str(refusal.value)


def test_only_services_that_verify_open_accounts_by_an_address(environment: pytest.MonkeyPatch) -> None:
    for prefix in PAIRS.values():
        set_all(environment, {f"{prefix}_CLIENT_ID": "an id", f"{prefix}_CLIENT_SECRET": "a secret"})
    set_all(environment, OIDC)
    trusted = [name for name, service in providers().items() if service.get("EMAIL_AUTHENTICATION")]
    assert trusted == ["google", "wordpress"]
    assert providers()["openid_connect"]["APPS"][0]["settings"]["email_authentication"] is False


@pytest.mark.parametrize("missing", OIDC)
def test_a_server_of_openid_connect_needs_all_of_it(environment: pytest.MonkeyPatch, missing: str) -> None:
    set_all(environment, {name: value for name, value in OIDC.items() if name != missing})
    with pytest.raises(ImproperlyConfigured, match=f"needs {missing} beside"):
        providers()


@pytest.mark.parametrize("end", ["", "/", "/.well-known/openid-configuration"])
def test_a_server_is_known_by_its_address_however_it_is_written(environment: pytest.MonkeyPatch, end: str) -> None:
    set_all(environment, OIDC | {"OIDC_URL": OIDC["OIDC_URL"] + end})
    app = providers()["openid_connect"]["APPS"][0]
    assert app["provider_id"] == "sso.example.org/realms/main"
    assert app["settings"]["server_url"] == OIDC["OIDC_URL"]


@pytest.mark.parametrize(
    "address",
    ["sso.example.org", "ftp://sso.example.org", "https://", "https://a b", "https://sso.example.org/?a=b", "http://["],
)
def test_what_is_no_web_address_is_refused(environment: pytest.MonkeyPatch, address: str) -> None:
    set_all(environment, OIDC | {"OIDC_URL": address})
    with pytest.raises(ImproperlyConfigured, match="OIDC_URL"):
        providers()


def test_a_password_in_an_address_is_refused_and_not_repeated(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, OIDC | {"OIDC_URL": "https://user:password@sso.example.org"})
    with pytest.raises(ImproperlyConfigured, match="OIDC_URL is not usable") as refusal:
        providers()
    assert "password@" not in str(refusal.value)


def test_the_site_may_trust_a_server_with_addresses(environment: pytest.MonkeyPatch) -> None:
    set_all(environment, OIDC | {"OIDC_TRUST_EMAIL": "1"})
    assert providers()["openid_connect"]["APPS"][0]["settings"]["email_authentication"] is True
