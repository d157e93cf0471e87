"""Signing in with WordPress.com, from the button to the account."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client

from blog.accounts.models import User
from tests.blog.accounts.conftest import SignIn, is_signed_in, leave_for
from tests.blog.accounts.fake_service import SECRET, TOKEN, FakeService
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PERSON = {"ID": 4711, "username": "readerone", "display_name": "Reader One", "email": "Reader@Example.org"}
VERIFIED = PERSON | {"email_verified": True}
LOGIN, PROFILE, CALLBACK = "/accounts/login/", "/accounts/profile/", "/accounts/wordpress/login/callback/"


def test_somebody_new_gets_an_account_and_is_signed_in(client: Client, sign_in: SignIn) -> None:
    response = sign_in("wordpress", VERIFIED)
    assert response.headers["Location"] == PROFILE
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("reader@example.org", "Reader One", False)
    assert EmailAddress.objects.get(user=user).verified


def test_the_second_time_it_is_the_same_account(sign_in: SignIn) -> None:
    sign_in("wordpress", VERIFIED)
    browser = Client()
    sign_in("wordpress", VERIFIED | {"email": "changed@example.org"}, browser=browser)
    assert is_signed_in(browser)
    assert User.objects.get().email == "reader@example.org"


def test_the_service_is_asked_for_nothing_but_who_somebody_is(client: Client, services: FakeService) -> None:
    asked = parse_qs(urlsplit(leave_for(client, "wordpress")).query)
    assert asked["scope"] == ["auth"]
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    assert len(asked["state"][0]) >= 16
    assert services.origin


def test_what_stands_in_the_address_of_the_button_goes_nowhere(client: Client, services: FakeService) -> None:
    services.person = VERIFIED
    page = client.post("/accounts/with/wordpress/?scope=global&auth_params=client_id%3Devil&process=redirect").content.decode()
    assert "global" not in page
    assert "evil" not in page


def test_no_token_is_kept_anywhere(sign_in: SignIn) -> None:
    sign_in("wordpress", PERSON | {"email": ""})  # the account waits for an address
    assert not SocialToken.objects.exists()
    for session in Session.objects.all():
        assert TOKEN not in json.dumps(session.get_decoded())


def test_only_what_its_owner_knows_the_account_by_is_kept(sign_in: SignIn) -> None:
    sign_in("wordpress", VERIFIED | {"primary_blog": 1, "phone_account": "1", "avatar_URL": "https://example.org/a"})
    told = {"username": "readerone", "email": "reader@example.org", "name": "Reader One"}
    assert SocialAccount.objects.get().extra_data == told


def test_the_way_leads_back_to_the_page_it_began_on(sign_in: SignIn) -> None:
    assert sign_in("wordpress", VERIFIED, next="/posts/a-post/reply/").headers["Location"] == "/posts/a-post/reply/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_the_way_leads_to_no_other_site(sign_in: SignIn, elsewhere: str) -> None:
    assert sign_in("wordpress", VERIFIED, next=elsewhere).headers["Location"] == PROFILE


def test_the_scripts_of_the_site_are_told_that_somebody_signed_in(sign_in: SignIn) -> None:
    cookie = sign_in("wordpress", VERIFIED).cookies["known"]
    assert (cookie.value, cookie["httponly"]) == ("1", "")


def test_an_address_that_is_not_verified_takes_a_code(client: Client, sign_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    response = sign_in("wordpress", PERSON | {"email_verified": False})
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    assert mailoutbox[0].to == ["reader@example.org"]


@pytest.mark.parametrize("word", ["true", 1, None])
def test_only_a_plain_yes_counts_as_verified(client: Client, sign_in: SignIn, word: object) -> None:
    sign_in("wordpress", PERSON | {"email_verified": word})
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", [{"a": 1}, "not an address", None, "a" * 300 + "@example.org"])
def test_an_address_that_is_none_is_asked_for(client: Client, sign_in: SignIn, address: object) -> None:
    assert sign_in("wordpress", VERIFIED | {"email": address}).headers["Location"] == "/accounts/services/sign-up/"
    assert not is_signed_in(client)


def test_an_inactive_user_is_shown_that_the_account_is_closed(client: Client, sign_in: SignIn) -> None:
    sign_in("wordpress", VERIFIED, browser=Client())
    User.objects.update(is_active=False)
    response = sign_in("wordpress", VERIFIED)
    assert response.headers["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_an_inactive_user_does_not_come_in_by_the_address_either(client: Client, sign_in: SignIn) -> None:
    user = UserFactory.create(email="reader@example.org", is_active=False)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in("wordpress", VERIFIED)
    assert not is_signed_in(client)


def test_whoever_refuses_there_reads_that_nothing_has_changed(client: Client, services: FakeService) -> None:
    back = services.refuse(leave_for(client, "wordpress", next="/archive/"))
    page = client.get(back, follow=True)
    assert "Nothing has changed" in page.content.decode()
    assert "/accounts/login/?next=%2Farchive%2F" in page.content.decode()
    assert not User.objects.exists()


def test_a_state_is_good_once(client: Client, services: FakeService) -> None:
    services.person = VERIFIED
    back = services.agree(leave_for(client, "wordpress"))
    client.get(back)
    client.post("/accounts/logout/")
    response = client.get(back)
    assert response.status_code == 401
    assert "That did not work" in response.content.decode()
    assert not is_signed_in(client)


def test_a_state_of_another_browser_is_worth_nothing(client: Client, services: FakeService) -> None:
    services.person = VERIFIED
    back = services.agree(leave_for(Client(), "wordpress"))
    assert client.get(back).status_code == 401
    assert not is_signed_in(client)


def test_a_state_of_another_service_is_worth_nothing(client: Client, services: FakeService) -> None:
    services.person = VERIFIED
    back = services.agree(leave_for(client, "twitter_oauth2")).replace("/x/", "/wordpress/")
    assert client.get(back).status_code == 401


def test_a_state_is_good_for_ten_minutes(client: Client, services: FakeService) -> None:
    services.person = VERIFIED
    with time_machine.travel("2026-01-01 12:00Z", tick=False):
        back = services.agree(leave_for(client, "wordpress"))
    with time_machine.travel("2026-01-01 12:10:01Z", tick=False):
        assert client.get(back).status_code == 401


BROKEN = {
    "no person": ("/rest/v1.1/me", 200, "[]"),
    "a person without a number": ("/rest/v1.1/me", 200, '{"email": "reader@example.org", "email_verified": true}'),
    "a number that is none": ("/rest/v1.1/me", 200, '{"ID": true}'),
    "no JSON": ("/rest/v1.1/me", 200, "<html>"),
    "an error of theirs": ("/rest/v1.1/me", 503, "{}"),
    "no token": ("/oauth2/token", 200, "{}"),
    "a list for a token": ("/oauth2/token", 200, '["access_token"]'),
    "a refused token": ("/oauth2/token", 400, '{"error": "invalid_client"}'),
    "a token that expires never": ("/oauth2/token", 200, '{"access_token": "a", "expires_in": "never"}'),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_answer_of_the_service_is_a_page_that_says_so(client: Client, services: FakeService, broken: str) -> None:
    path, status, body = BROKEN[broken]
    services.person = VERIFIED
    services.answers[path] = (status, body)
    response = client.get(services.agree(leave_for(client, "wordpress", next="/archive/")))
    assert response.status_code == 401
    page = response.content.decode()
    assert "WordPress.com did not tell us who you are" in page
    assert SECRET not in page
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_a_code_that_the_service_does_not_know_is_a_page_that_says_so(client: Client, services: FakeService) -> None:
    back = services.agree(leave_for(client, "wordpress"))
    assert client.get(back.replace("code-0", "code-9")).status_code == 401
    assert not is_signed_in(client)
