"""Signing in with Google, X and any OpenID Connect server: the buttons, the way there, and what is asked of each."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.mail import EmailMessage
from django.test import Client

from blog.accounts.models import User
from tests.blog.accounts.conftest import SignIn, is_signed_in, leave_for
from tests.blog.accounts.fake_service import OIDC, FakeService
from tests.blog.accounts.test_sign_in_by_code import code_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP, CONFIRM = "/accounts/login/", "/accounts/signup/", "/accounts/confirm-email/"
GOOGLE = {"iss": "https://accounts.google.com", "sub": "108", "given_name": "Reader", "family_name": "One"}
X = {"data": {"id": "2244994945", "name": "Reader One", "username": "readerone"}}
IN_2100 = 4102444800
PROVIDERS = ["google", "wordpress", "twitter_oauth2", OIDC]


def google(services: FakeService, **claims: Any) -> None:
    services.claims = GOOGLE | {"iat": 1500000000, "exp": IN_2100} | claims


@pytest.mark.parametrize("page", [LOGIN, SIGNUP])
def test_every_service_that_is_set_up_has_a_button(client: Client, services: FakeService, page: str) -> None:
    text = " ".join(client.get(page).content.decode().split())
    for name in ("Google", "Institute Login", "WordPress.com", "X (Twitter)"):
        assert f"Continue with {name} " in text
    assert services.origin not in text


@pytest.mark.parametrize("page", [LOGIN, SIGNUP])
def test_without_services_there_is_no_word_of_them(client: Client, page: str) -> None:
    assert "Continue with" not in client.get(page).content.decode()


@pytest.mark.parametrize("provider", [*PROVIDERS, "nobody", "openid", "sso.example.org/realms/main"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_service_that_is_not_set_up_is_not_there(client: Client, provider: str, method: str) -> None:
    assert getattr(client, method)(f"/accounts/with/{provider}/").status_code == 404


@pytest.mark.parametrize("path", ["google", "wordpress", "x", f"oidc/{OIDC}"])
def test_nothing_comes_back_from_a_service_that_is_not_set_up(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}/login/callback/?code=a&state=b").status_code == 404


@pytest.mark.parametrize("path", ["google/login/", "google/login/token/", "twitter_oauth2/login/", "oidc/any/login/"])
def test_the_ways_of_the_package_that_we_do_not_use_are_closed(client: Client, services: FakeService, path: str) -> None:
    assert services.origin
    assert [client.get(f"/accounts/{path}").status_code, client.post(f"/accounts/{path}").status_code] == [404, 404]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_link_does_not_start_signing_in(client: Client, services: FakeService, provider: str) -> None:
    assert client.get(f"/accounts/with/{provider}/").headers["Location"] == LOGIN
    assert "sessionid" not in client.cookies
    assert services.asked == []


@pytest.mark.usefixtures("services")
def test_another_site_cannot_start_signing_in() -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/accounts/with/google/").status_code == 403


@pytest.mark.usefixtures("services")
def test_the_page_that_leads_on_is_kept_by_nobody_and_lets_no_form_leave(client: Client) -> None:
    response = client.post("/accounts/with/google/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "form-action 'self';" in response.headers["Content-Security-Policy"] + ";"


@pytest.mark.usefixtures("services")
def test_setting_out_too_often_is_refused_for_a_while(client: Client) -> None:
    statuses = [client.post("/accounts/with/google/").status_code for _time in range(31)]
    assert (statuses[29], statuses[30]) == (200, 429)


def test_google_says_who_somebody_is_in_a_signed_note(client: Client, services: FakeService, sign_in: SignIn) -> None:
    google(services, email="reader@example.org", email_verified=True)
    sign_in("google", {})
    user = User.objects.get()
    assert is_signed_in(client)
    assert (user.email, user.name) == ("reader@example.org", "Reader One")


@pytest.mark.parametrize("wrong", [{"iss": "https://evil.example"}, {"aud": "another client"}, {"exp": 1500000001}])
def test_a_note_of_google_for_somebody_else_is_worth_nothing(
    client: Client, services: FakeService, sign_in: SignIn, wrong: dict[str, Any]
) -> None:
    google(services, email="reader@example.org", email_verified=True, **wrong)
    assert sign_in("google", {}).status_code == 401
    assert not is_signed_in(client)


def test_x_is_asked_with_a_proof_of_who_asks(client: Client, services: FakeService) -> None:
    asked = parse_qs(urlsplit(leave_for(client, "twitter_oauth2")).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/x/login/callback/"]
    assert services.asked == []


def test_whoever_comes_from_x_gives_an_address_and_proves_it(
    client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    asked = sign_in("twitter_oauth2", X, next="/archive/").headers["Location"]
    assert "One step is left" in client.get(asked).content.decode()
    assert client.post(asked, {"email": "Reader@Example.org"}).headers["Location"] == CONFIRM
    assert not is_signed_in(client)
    response = client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert response.headers["Location"] == "/archive/"
    assert is_signed_in(client)
    assert (User.objects.get().email, User.objects.get().name) == ("reader@example.org", "Reader One")


def test_the_next_time_nothing_is_asked(client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    client.post(sign_in("twitter_oauth2", X).headers["Location"], {"email": "reader@example.org"})
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    browser = Client()
    assert sign_in("twitter_oauth2", X, browser=browser).headers["Location"] == "/accounts/profile/"
    assert is_signed_in(browser)


def test_an_address_that_has_an_account_gives_nothing_away(
    client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=UserFactory.create(email="taken@example.org"), email="taken@example.org", verified=True)
    asked = sign_in("twitter_oauth2", X).headers["Location"]
    assert client.post(asked, {"email": "taken@example.org"}).headers["Location"] == CONFIRM
    assert mailoutbox[0].subject == "You have an account already"
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_what_is_no_address_is_asked_for_again(client: Client, sign_in: SignIn) -> None:
    asked = sign_in("twitter_oauth2", X).headers["Location"]
    assert "Enter a valid email address." in client.post(asked, {"email": "nonsense"}).content.decode()


def test_nobody_is_asked_for_an_address_who_does_not_come_from_a_service(client: Client) -> None:
    assert client.get("/accounts/services/sign-up/").headers["Location"] == LOGIN


@pytest.mark.parametrize("name", ["\u202eenO", "\u200b", 17, None, "", "A\x00B"])
def test_a_name_that_cannot_be_shown_is_not_taken_over(services: FakeService, sign_in: SignIn, name: object) -> None:
    services.claims = None
    sign_in(OIDC, {"sub": "1", "name": name, "email": "reader@example.org", "email_verified": True})
    assert User.objects.get().name == ""


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "a\u202eb", 17, {"a": 1}])
def test_what_no_database_takes_is_not_kept(client: Client, sign_in: SignIn, text: object) -> None:
    sign_in(OIDC, {"sub": "1", "preferred_username": text, "email": "reader@example.org", "email_verified": True})
    assert is_signed_in(client)
    assert SocialAccount.objects.get().extra_data == {"email": "reader@example.org"}


@pytest.mark.parametrize("number", [None, "", "a" * 192, "\ud800"])
def test_somebody_without_a_number_of_a_usable_length_is_nobody(client: Client, sign_in: SignIn, number: object) -> None:
    person = {"email": "reader@example.org", "email_verified": True} | ({} if number is None else {"sub": number})
    assert sign_in(OIDC, person).status_code == 401
    assert not User.objects.exists()
    assert not is_signed_in(client)


def test_a_server_of_openid_connect_is_found_by_its_address(client: Client, services: FakeService, sign_in: SignIn) -> None:
    services.claims = {"iss": services.origin, "sub": "1", "iat": 1500000000, "exp": IN_2100}
    sign_in(OIDC, {"sub": "1", "name": "Reader One", "email": "reader@example.org", "email_verified": True})
    assert is_signed_in(client)
    assert services.asked[0]["redirect_uri"] == f"http://testserver/accounts/oidc/{OIDC}/login/callback/"
    assert "code_challenge" in services.asked[0]


BROKEN = {"nothing": (200, "{}"), "no JSON": (200, "<html>"), "an error": (500, "{}"), "a list": (200, "[]")}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_server_that_does_not_say_where_to_go_is_a_page_that_says_so(
    client: Client, services: FakeService, broken: str
) -> None:
    services.answers["/.well-known/openid-configuration"] = BROKEN[broken]
    response = client.post(f"/accounts/with/{OIDC}/", {"next": "/archive/"})
    assert response.status_code == 401
    assert "Institute Login did not tell us who you are" in response.content.decode()
    assert "/accounts/login/?next=/archive/" in response.content.decode()


@pytest.mark.parametrize("scheme", ["javascript:alert(1)//", "data:text/html,"])
def test_nobody_is_led_to_what_is_no_web_address(client: Client, services: FakeService, scheme: str) -> None:
    status, body = services.configuration()
    broken = body.replace(f"{services.origin}/oauth2/authorize", scheme)
    services.answers["/.well-known/openid-configuration"] = (status, broken)
    response = client.post(f"/accounts/with/{OIDC}/")
    assert response.status_code == 401
    assert scheme not in response.content.decode()


def test_a_server_that_cannot_be_reached_is_a_page_that_says_so(client: Client, services: FakeService, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:1"}  # nothing listens there
    assert services.origin
    assert client.post(f"/accounts/with/{OIDC}/").status_code == 401
