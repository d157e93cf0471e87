"""Redirects in admin: old addresses as people paste them, and errors that say what to do."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.redirects import services
from blog.redirects.models import Redirect

pytestmark = pytest.mark.django_db
LIST = "/admin/redirects/redirect/"
Send = Callable[..., str]


@pytest.fixture
def send(client: Client, superuser: User) -> Send:
    """Send the form, of a new redirect or of one that exists, and return the page that follows."""
    client.force_login(superuser)

    def run(old_path: str, new_path: str, redirect: Redirect | None = None) -> str:
        address = f"{LIST}add/" if redirect is None else f"{LIST}{redirect.pk}/change/"
        return unescape(client.post(address, {"old_path": old_path, "new_path": new_path}, follow=True).content.decode())

    return run


def stored() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


@pytest.mark.parametrize(
    "typed",
    ["/old/title/", "old/title", " /old/title ", "http://testserver/old/title/?utm=1#top"],
)
def test_an_address_is_taken_as_people_paste_it(send: Send, typed: str) -> None:
    send(typed, "/new/")
    assert stored() == {"/old/title/": "/new/"}


def test_an_address_in_another_script_is_kept_as_requests_bring_it(send: Send) -> None:
    send("/posts/%D0%B1%D1%8B%D0%BB%D0%BE/", "/posts/стало/")
    assert stored() == {"/posts/было/": "/posts/стало/"}


def test_an_empty_target_says_that_the_page_is_gone(send: Send, client: Client) -> None:
    send("/old/", "")
    client.logout()
    assert client.get("/old/").status_code == 410


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("/", "/new/", "The home page cannot be moved."),
        ("https://evil.example/old/", "/new/", "Give a path on this site"),
        ("/old/", "https://evil.example/", "Give a path on this site"),
        ("/old/", "//evil.example/", "Give a path on this site"),
        ("/old/", "/\\evil.example/", "Give a path on this site"),
        ("/old/", "javascript:alert(1)", "Give a path on this site"),
        ("/old/", "http://[", "This is not an address."),
        ("/old/", "/new%0d%0aSet-Cookie:x/", "This is not an address."),
        ("/old%00/", "/new/", "This is not an address."),
        ("/old/", "/old/", "This is the old address"),
        ("/old/", "/old/below/", "This is the old address"),
        ("/" + "o" * 500, "/new/", "at most 500 characters"),
        ("/" + "o" * 499, "/new/", "This address is too long."),
        ("", "/new/", "This field is required."),
        ("/taken/", "/new/", "There is a redirect for this address already"),
    ],
)
def test_what_cannot_be_a_redirect_is_refused_in_words(send: Send, old: str, new: str, message: str) -> None:
    services.move(old_path="/taken/", new_path="/elsewhere/")
    assert message in send(old, new)
    assert stored() == {"/taken/": "/elsewhere/"}


def test_a_new_redirect_leaves_no_chain_and_no_circle(send: Send) -> None:
    services.move(old_path="/first/", new_path="/second/")
    send("/second/", "/third/")
    assert stored() == {"/first/": "/third/", "/second/": "/third/"}
    send("/third/", "/first/")
    assert stored() == {"/second/": "/first/", "/third/": "/first/"}


def test_the_target_of_a_redirect_changes_and_its_old_address_does_not(send: Send) -> None:
    services.move(old_path="/old/", new_path="/new/")
    send("/something-else/", "/newer/", Redirect.objects.get())
    assert stored() == {"/old/": "/newer/"}


def test_a_target_below_the_old_address_is_refused_later_too(send: Send) -> None:
    services.move(old_path="/old/", new_path="/new/")
    assert "This is the old address" in send("", "/old/below/", Redirect.objects.get())


def test_a_redirect_is_taken_back(send: Send, client: Client) -> None:
    send("/old/", "/new/")
    client.post(f"{LIST}{Redirect.objects.get().pk}/delete/", {"post": "yes"})
    assert stored() == {}


def test_the_list_tells_what_is_gone(send: Send, client: Client) -> None:
    send("/old/", "")
    assert "410" in client.get(LIST).content.decode()


def test_members_find_no_redirects(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert client.get(LIST).status_code == 404
