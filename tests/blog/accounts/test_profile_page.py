"""The account page: the name, and the ways on from it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from tests.blog.accounts.fake_service import FakeService
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PROFILE, REPLY = "/accounts/profile/", "/posts/a-post/reply/"


@pytest.fixture
def reader(client: Client) -> User:
    user = UserFactory.create(email="reader@example.org", name="Reader One")
    client.force_login(user)
    return user


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PROFILE).headers["Location"] == f"/accounts/login/?next={PROFILE}"


def test_the_page_says_who_is_signed_in_and_is_kept_by_nobody(client: Client, reader: User) -> None:
    response = client.get(PROFILE)
    assert reader.name in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_somebody_without_a_name_reads_their_address(client: Client, reader: User) -> None:
    User.objects.update(name="")
    assert "<strong>reader@example.org</strong>" in client.get(PROFILE).content.decode()
    assert reader.pk


def test_a_new_name_is_saved_and_said(client: Client, reader: User) -> None:
    page = client.post(PROFILE, {"name": "  Reader   Two "}, follow=True)
    assert page.redirect_chain == [(PROFILE, 302)]
    assert "Your name is saved." in page.content.decode()
    reader.refresh_from_db()
    assert reader.name == "Reader Two"


def test_a_new_name_leads_back_to_the_reply(client: Client, reader: User) -> None:
    assert f'name="next" value="{REPLY}"' in client.get(PROFILE, {"next": REPLY}).content.decode()
    assert client.post(PROFILE, {"name": "Reader Two", "next": REPLY}).headers["Location"] == REPLY
    assert reader.pk


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_the_page_leads_to_no_other_site(client: Client, reader: User, elsewhere: str) -> None:
    assert client.post(PROFILE, {"name": reader.name, "next": elsewhere}).headers["Location"] == PROFILE
    assert "evil" not in client.get(PROFILE, {"next": elsewhere}).content.decode()
    assert "alert" not in client.get(PROFILE, {"next": elsewhere}).content.decode()


def test_a_name_may_be_taken_away(client: Client, reader: User) -> None:
    client.post(PROFILE, {"name": ""})
    reader.refresh_from_db()
    assert reader.get_full_name() == "Member"


@pytest.mark.parametrize("name", ["Reader\u200bOne", "\u202eenO redaeR", "\u3164", "a" * 51])
def test_a_name_that_cannot_stand_is_refused_and_kept_in_the_form(client: Client, reader: User, name: str) -> None:
    response = client.post(PROFILE, {"name": name, "next": REPLY})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{name}"' in page
    assert f'name="next" value="{REPLY}"' in page
    assert "<strong>Reader One</strong>" in page
    reader.refresh_from_db()
    assert reader.name == "Reader One"


def test_nothing_but_the_name_can_be_sent(client: Client, reader: User) -> None:
    client.post(PROFILE, {"name": "Reader Two", "email": "other@example.org", "is_staff": "on", "picture": "0" * 32})
    reader.refresh_from_db()
    assert (reader.email, reader.is_staff, reader.picture) == ("reader@example.org", False, "")


def test_another_site_cannot_change_a_name(reader: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    assert browser.post(PROFILE, {"name": "Reader Two"}).status_code == 403


def test_the_browser_is_told_that_there_are_own_things(client: Client, reader: User) -> None:
    assert client.get(PROFILE).cookies["known"].value == "1"
    assert reader.pk


def test_services_are_named_where_there_are_any(client: Client, reader: User, services: FakeService) -> None:
    assert "/accounts/services/" in client.get(PROFILE).content.decode()
    assert reader.pk
    assert services.origin


def test_services_are_not_named_where_there_are_none(client: Client, reader: User) -> None:
    assert "/accounts/services/" not in client.get(PROFILE).content.decode()
    assert reader.pk


def test_a_deactivated_user_is_signed_out(client: Client, reader: User) -> None:
    User.objects.update(is_active=False)
    assert client.get(PROFILE).status_code == 302
    assert reader.pk


def test_the_page_takes_two_queries(client: Client, reader: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):  # the session and the user
        client.get(PROFILE)
    assert reader.pk
