"""The cookie by which a guest's browser is known: who gets it, when, and what it opens."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.accounts.visitors import COOKIE, HINT, Visitor
from blog.comments.models import Comment, PendingComment
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, THEIRS, browser_of, written
from tests.blog.comments.samples import Fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post", "now")]
REPLY = "/posts/a-post/reply/"
MINE = f"{REPLY}mine/"
type FormOf = Callable[..., Fields]


@pytest.mark.parametrize("address", ["/posts/a-post/", REPLY, f"{REPLY}?fragment=1", MINE, f"{MINE}?fragment=1"])
def test_nobody_gets_it_by_reading(client: Client, address: str) -> None:
    client.get(address)
    assert {COOKIE, HINT} & set(client.cookies) == set()


@pytest.mark.parametrize("typed", [{"email": "nonsense"}, {"preview": "1"}])
def test_nobody_gets_it_before_a_reply_is_taken(client: Client, form_of: FormOf, typed: Fields) -> None:
    client.post(REPLY, form_of(client, **typed))
    assert {COOKIE, HINT} & set(client.cookies) == set()


@pytest.mark.parametrize("address", [REPLY, f"{REPLY}?fragment=1"])
def test_a_guest_gets_it_with_the_reply_that_waits(client: Client, form_of: FormOf, address: str) -> None:
    response = client.post(address, form_of(client))
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert (response.cookies[HINT].value, response.cookies[HINT]["httponly"]) == ("1", "")
    assert PendingComment.objects.get().visitor_key == Visitor(cookie.value.partition(":")[0]).key


def test_the_row_does_not_lead_to_the_cookie(client: Client, form_of: FormOf) -> None:
    number = client.post(REPLY, form_of(client)).cookies[COOKIE].value.partition(":")[0]
    assert len(number) >= 22
    assert number not in PendingComment.objects.get().visitor_key


def test_the_second_reply_of_a_browser_keeps_the_key(client: Client, form_of: FormOf) -> None:
    for number in range(2):
        client.post(REPLY, form_of(client, comment=f"Reply {number}"))
    assert len({pending.visitor_key for pending in PendingComment.objects.all()}) == 1


def test_somebody_who_has_signed_in_gets_the_hint_alone(client: Client, reader: User, form_of: FormOf) -> None:
    client.force_login(reader)
    response = client.post(REPLY, form_of(client))
    assert HINT in response.cookies
    assert COOKIE not in response.cookies
    assert Comment.objects.get().visitor_key == ""


def test_who_confirms_is_known_from_then_on_and_owns_the_comment(client: Client, form_of: FormOf) -> None:
    client.post(REPLY, form_of(client))
    token = PendingComment.objects.get().renew_token()
    phone = Client()
    response = phone.post(f"/comments/confirm/{token}/")
    key = Visitor(response.cookies[COOKIE].value.partition(":")[0]).key
    assert Comment.objects.get().visitor_key == key
    pk = Comment.objects.get().pk
    assert phone.get(f"/comments/{pk}/edit/").status_code == 200
    assert client.get(f"/comments/{pk}/edit/").status_code == 404


def test_reading_the_confirmation_gives_no_cookie(client: Client, form_of: FormOf) -> None:
    client.post(REPLY, form_of(client))
    token = PendingComment.objects.get().renew_token()
    assert COOKIE not in Client().get(f"/comments/confirm/{token}/").cookies


@pytest.mark.parametrize("value", ["ours", "ours:forged", "", "ours:1tQ0aB:forged", "\u00e9", OURS.key])
def test_a_forged_cookie_opens_nothing(client: Client, post: Post, value: str) -> None:
    comment = written(post)
    client.cookies[COOKIE] = value
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 404
    assert "What I" not in client.get(MINE).content.decode()


def test_a_cookie_signed_with_an_earlier_key_is_good(post: Post, settings: Settings) -> None:
    comment, browser = written(post), browser_of(OURS)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert browser.get(f"/comments/{comment.pk}/edit/").status_code == 200


def test_a_cookie_signed_with_a_key_that_was_given_up_is_not(post: Post, settings: Settings) -> None:
    comment, browser = written(post), browser_of(OURS)
    settings.SECRET_KEY = "another key"
    assert browser.get(f"/comments/{comment.pk}/edit/").status_code == 404


def test_a_browser_can_have_itself_forgotten(post: Post) -> None:
    written(post)
    browser = browser_of(OURS)
    response = browser.post(MINE)
    assert (response.status_code, response.headers["Location"]) == (302, MINE)
    assert [response.cookies[name]["max-age"] for name in (COOKIE, HINT)] == [0, 0]


def test_after_forgetting_the_account_that_is_signed_in_still_has_its_own_things(reader: User) -> None:
    browser = browser_of(OURS)
    browser.force_login(reader)
    response = browser.post(MINE)
    assert (response.cookies[COOKIE]["max-age"], response.cookies[HINT].value) == (0, "1")


def test_forgetting_needs_the_pages_own_token(post: Post) -> None:
    written(post)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.update(browser_of(OURS).cookies)
    assert browser.post(MINE).status_code == 403


def test_what_a_guest_gave_is_in_the_next_form(post: Post, form_of: FormOf) -> None:
    written(post, user_url="https://guest.example.org/")
    browser = browser_of(OURS)
    page = browser.get(REPLY).content.decode()
    assert "You are commenting as <strong>Guest One</strong>" in page
    assert 'value="guest.one@example.org"' in page
    assert 'value="https://guest.example.org/"' in page
    page = browser.post(REPLY, form_of(browser, name="Guest Two", email="nonsense")).content.decode()
    assert "You are commenting as <strong>Guest Two</strong>" in page
    assert page.index("<details") < page.index("open>") < page.index('value="nonsense"')


def test_what_waits_is_what_a_guest_gave_last(client: Client, form_of: FormOf) -> None:
    client.post(REPLY, form_of(client, name="Guest Two"))
    assert "You are commenting as <strong>Guest Two</strong>" in client.get(REPLY).content.decode()


def test_what_others_gave_is_in_no_form(post: Post, reader: User) -> None:
    written(post)
    signed_in = browser_of(OURS)
    signed_in.force_login(reader)
    for browser in (Client(), browser_of(THEIRS), signed_in):
        assert "guest.one@" not in browser.get(REPLY).content.decode()
