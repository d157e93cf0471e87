"""The pages of one's own data: asking, proving, looking, taking along, erasing; and who gets nothing."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.accounts.visitors import COOKIE, HINT
from blog.comments.models import Comment
from blog.posts.models import Post
from blog.privacy.models import DataRequest
from blog.privacy.person import Person
from tests.blog.comments.samples import NOW
from tests.blog.privacy.samples import BROWSER, GUEST, MEMBER, SECRETS_OF_GUEST, fill_as_guest, fill_as_member
from tests.factories import CommentFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE, ASKED, EXPORT, ERASE = "/my-data/", "/my-data/asked/", "/my-data/export/", "/my-data/erase/"


@pytest.fixture
def link() -> str:
    return f"/my-data/link/{DataRequest.objects.create(email=GUEST, created_at=NOW).token}/"


@pytest.fixture
def proven(client: Client, post: Post, link: str) -> Client:
    """The browser of a guest who has proven the address, after all that a guest can do."""
    fill_as_guest(post)
    with_visitor(client)
    client.post(link)
    return client


def with_visitor(client: Client) -> None:
    """Let a browser be the one in which the samples were liked and reported."""
    response = client.get(ASKED)
    BROWSER.remember(response)  # type: ignore[arg-type]  # the stubs have a type of their own for what a client gets
    client.cookies[COOKIE] = response.cookies[COOKIE].value


def test_a_stranger_is_asked_for_an_address(client: Client) -> None:
    response = client.get(PAGE)
    assert b'name="email"' in response.content
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert set(client.cookies) == {"csrftoken"}


def test_the_answer_is_the_same_for_every_address(client: Client, post: Post) -> None:
    fill_as_guest(post)
    pages = set()
    for email in (GUEST, GUEST.upper(), "nobody@example.org", *([GUEST] * 4)):
        response = client.post(PAGE, {"email": email}, follow=True)
        assert response.redirect_chain == [(ASKED, 302)]
        pages.add(response.content)
    assert len(pages) == 1
    assert set(DataRequest.objects.values_list("email", flat=True)) == {GUEST, "nobody@example.org"}


@pytest.mark.parametrize("email", ["", "nonsense", "a\x00@example.org", f"{'a' * 250}@example.org"])
def test_what_is_no_address_is_refused(client: Client, email: str) -> None:
    assert client.post(PAGE, {"email": email}).status_code == 422
    assert not DataRequest.objects.exists()


def test_too_many_requests_are_told_when_to_try_again(client: Client) -> None:
    for number in range(10):
        client.post(PAGE, {"email": f"person{number}@example.org"})
    response = client.post(PAGE, {"email": GUEST})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert b"Wait 60 minutes" in response.content
    assert f'value="{GUEST}"' in response.content.decode()


def test_from_the_request_to_the_file(
    client: Client,
    post: Post,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    CommentFactory.create(post=post, user_email=GUEST, comment="GUESTWORDS")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, {"email": GUEST})
    (address,) = [line.removeprefix("http://testserver") for line in mailoutbox[0].body.splitlines() if "http://" in line]
    assert client.post(address).headers["Location"] == PAGE
    assert b"GUESTWORDS" in client.get(PAGE).content
    assert b"GUESTWORDS" in client.post(EXPORT).content


def test_following_the_link_changes_nothing(client: Client, link: str) -> None:
    for _visit in range(2):
        response = client.get(link)
        assert response.status_code == 200
        assert client.head(link).status_code == 200
    assert DataRequest.objects.get().proven_at is None
    assert GUEST not in response.content.decode()
    assert b'name="email"' in client.get(PAGE).content


def test_the_buttons_need_the_pages_own_token(link: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    for address in (PAGE, link, EXPORT, ERASE, "/my-data/leave/"):
        assert browser.post(address, {"email": GUEST, "is_sure": "on"}).status_code == 403
    assert DataRequest.objects.get().proven_at is None


def test_the_proof_stays_in_this_browser_and_below_this_address(client: Client, link: str) -> None:
    cookie = client.post(link).cookies["my-data"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (PAGE, True, "Lax", 3600)
    assert b'name="email"' in Client().get(PAGE).content


def test_a_link_that_was_used_does_nothing_in_another_browser(client: Client, link: str) -> None:
    client.post(link)
    other = Client()
    for method in ("get", "post"):
        assert getattr(other, method)(link).status_code == 410
    assert "my-data" not in other.cookies


def test_a_link_that_has_run_out_says_so(client: Client, link: str) -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        for method in ("get", "post"):
            assert getattr(client, method)(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "1.forged", "a" * 2000, "%00", "%ED%B3%BF", "ж"])
def test_an_unknown_link_is_not_found(client: Client, token: str) -> None:
    for method in ("get", "post"):
        assert getattr(client, method)(f"/my-data/link/{token}/").status_code == 404


def test_the_proof_ends_after_an_hour(proven: Client) -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert "GUESTWORDS" not in proven.get(PAGE).content.decode()
        assert proven.post(EXPORT).headers["Location"] == PAGE
        assert proven.post(ERASE, {"is_sure": "on"}).headers["Location"] == PAGE
    assert Comment.objects.filter(comment="GUESTWORDS").exists()


def test_a_forged_proof_proves_nothing(proven: Client) -> None:
    proven.cookies["my-data"] = proven.cookies["my-data"].value[:-2] + "xx"
    assert b'name="email"' in proven.get(PAGE).content
    assert "GUESTWORDS" not in proven.get(PAGE).content.decode()


def test_done_ends_the_proof(proven: Client) -> None:
    proven.post("/my-data/leave/")
    assert "GUESTWORDS" not in proven.get(PAGE).content.decode()


def test_the_page_lists_everything(proven: Client) -> None:
    page = proven.get(PAGE).content.decode()
    for secret in SECRETS_OF_GUEST[:-1]:
        assert secret in page
    for title in ("Replies", "Earlier texts", "Likes", "Reports", "Discussions that you follow", "Mails to you"):
        assert title in page
    assert "http://testserver/posts/a-post/" in page
    assert BROWSER.key not in page


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_file(proven: Client, post: Post) -> None:
    CommentFactory.create_batch(105, post=post, user_email=GUEST, comment="MOREWORDS")
    page = proven.get(PAGE).content.decode()
    assert page.count("MOREWORDS") == 99
    assert "These are the first 100" in page
    assert len(json.loads(proven.post(EXPORT).content)["comments"]) == 106


def test_the_file_is_one_json_document_with_everything(proven: Client) -> None:
    response = proven.post(EXPORT)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data-2020-05-01.json"'
    assert "no-store" in response.headers["Cache-Control"]
    document = json.loads(response.content)
    assert document["of"] == [GUEST]
    assert document["comments"][0] | {"number": 0} == {
        "post": "A post",
        "address": "http://testserver/posts/a-post/",
        "number": 0,
        "text": "GUESTWORDS",
        "written_at": "2017-08-09T10:00:00Z",
        "edited_at": None,
        "state": "public",
        "name": "GUESTNAME",
        "email": GUEST,
        "website": "https://guest.example.net/",
        "network_address": "192.0.2.7",
    }
    counts = {name: len(rows) for name, rows in document.items() if isinstance(rows, list) and rows and name != "of"}
    assert counts == {
        "comments": 1,
        "earlier_texts": 1,
        "unconfirmed_replies": 2,
        "likes": 2,
        "reports": 1,
        "follows": 2,
        "subscriptions": 1,
        "mails": 2,
        "requests": 2,
    }


def test_the_file_of_an_account_has_its_fields_and_memberships(client: Client, post: Post) -> None:
    user = fill_as_member(post)
    client.force_login(user)
    document = json.loads(client.post(EXPORT).content)
    assert document["account"][0]["name"] == "MEMBERNAME"
    assert {row["email"] for row in document["email_addresses"]} == {MEMBER, "second@example.org"}
    assert document["connected_services"][0]["known_there_as"] == "uid-elsewhere"
    assert len(document["memberships"]) == len(document["flags"]) == len(document["reports"]) == 1
    assert {row["text"] for row in document["comments"]} == {"MEMBERWORDS", "MEMBERWORDS as a guest"}
    assert "password" not in json.dumps(document)


def test_nobody_gets_anything_of_anybody_else(client: Client, post: Post) -> None:
    fill_as_guest(post)
    fill_as_member(post)
    client.force_login(UserFactory.create(email="other@example.org"))
    for answer in (client.get(PAGE), client.post(EXPORT), client.get(ERASE)):
        text = answer.content.decode()
        assert [secret for secret in (*SECRETS_OF_GUEST, "MEMBERWORDS", MEMBER) if secret in text] == []


def test_strangers_are_led_to_the_question(client: Client) -> None:
    for method, address in (("post", EXPORT), ("get", ERASE), ("post", ERASE), ("post", "/my-data/leave/")):
        assert getattr(client, method)(address).headers["Location"] == PAGE
    assert client.get(EXPORT).status_code == client.get("/my-data/leave/").status_code == 405


def test_erasing_asks_once_more(proven: Client) -> None:
    assert b"nobody can bring it back" in proven.get(ERASE).content
    response = proven.post(ERASE)
    assert response.status_code == 422
    assert b"Tick the box" in response.content
    assert Comment.objects.filter(comment="GUESTWORDS").exists()


def test_erasing_erases_and_makes_the_browser_a_strangers(proven: Client) -> None:
    response = proven.post(ERASE, {"is_sure": "on"})
    assert response.headers["Location"] == "/my-data/erased/"
    assert {response.cookies[name]["max-age"] for name in (COOKIE, HINT, "my-data")} == {0}
    assert not Comment.objects.filter(comment="GUESTWORDS").exists()
    assert proven.get("/my-data/erased/").status_code == 200
    assert b'name="email"' in proven.get(PAGE).content
    assert proven.post(ERASE, {"is_sure": "on"}).headers["Location"] == PAGE


def test_a_kept_proof_reaches_nothing_after_erasing(proven: Client) -> None:
    kept = proven.cookies["my-data"].value
    proven.post(ERASE, {"is_sure": "on"})
    CommentFactory.create(user_email=GUEST, comment="WRITTEN LATER")
    proven.cookies["my-data"] = kept
    assert b"WRITTEN LATER" not in proven.get(PAGE).content


def test_erasing_an_account_signs_it_out(client: Client, post: Post) -> None:
    user = fill_as_member(post)
    client.force_login(user)
    client.post(ERASE, {"is_sure": "on"})
    assert not User.objects.filter(pk=user.pk).exists()
    assert "sessionid" not in {name for name, cookie in client.cookies.items() if cookie.value}


def test_the_only_administrator_is_told_why_it_cannot_be_done(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    response = client.post(ERASE, {"is_sure": "on"})
    assert response.status_code == 422
    assert b"only administrator" in response.content


def test_the_last_owner_of_others_is_told_why_it_cannot_be_done(client: Client, owner: User, author: User) -> None:
    client.force_login(owner)
    response = client.post(ERASE, {"is_sure": "on"})
    assert response.status_code == 422
    assert b"Institute of Examples keeps at least one owner." in response.content
    author.memberships.all().delete()
    client.post(ERASE, {"is_sure": "on"})
    assert not owner.memberships.exists()


def test_the_mailbox_of_an_editor_alone_does_not_reach_their_account(client: Client, link: str) -> None:
    user = UserFactory.create(email=GUEST, is_staff=True, name="EDITORNAME")
    client.post(link)
    page = client.get(PAGE).content.decode()
    assert "works for an organization" in page
    assert "EDITORNAME" not in page
    client.post(ERASE, {"is_sure": "on"})
    assert User.objects.filter(pk=user.pk, is_active=True).exists()


def test_an_editor_who_has_also_signed_in_reaches_it(client: Client, link: str) -> None:
    user = UserFactory.create(email=GUEST, is_staff=True, name="EDITORNAME")
    client.force_login(user)
    client.post(link)
    assert "EDITORNAME" in client.get(PAGE).content.decode()
    assert Person.of_account(user).emails == {GUEST}


def test_an_address_proven_while_signed_in_is_shown_by_itself(client: Client, post: Post, link: str) -> None:
    fill_as_guest(post)
    client.force_login(UserFactory.create(name="SIGNEDIN"))
    client.post(link)
    page = client.get(PAGE).content.decode()
    assert "GUESTWORDS" in page
    assert "SIGNEDIN" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_looking_costs_a_query_for_each_kind(
    proven: Client, post: Post, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    CommentFactory.create_batch(number, post=post, user_email=GUEST)
    with django_assert_num_queries(12):  # the proof, whether there is an account, and the kinds of things of a guest
        proven.get(PAGE)
