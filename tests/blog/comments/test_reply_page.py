"""The reply form in the browser's eyes: the plain page, the fragment, what comes after, and who is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, PendingComment, State
from blog.comments.services import set_state
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW, Fields, thread
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]
REPLY = "/posts/a-post/reply/"
type FormOf = Callable[..., Fields]


@pytest.fixture
def reader_client(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def test_the_form_is_private_and_unlisted(client: Client) -> None:
    for address in (REPLY, f"{REPLY}?fragment=1", f"{REPLY}held/"):
        response = client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_the_fragment_is_the_form_and_nothing_else(client: Client) -> None:
    page = client.get(f"{REPLY}?fragment=1").content.decode()
    assert "<html" not in page
    assert page.strip().startswith('<div class="reply-box" data-reply-box>')
    assert "csrfmiddlewaretoken" in page


def test_the_trap_is_hidden_without_an_inline_style(client: Client) -> None:
    page = client.get(REPLY).content.decode()
    assert "style=" not in page
    assert "onsubmit" not in page
    assert page.index("<div hidden>") < page.index('name="honeypot"')


def test_a_guest_is_offered_to_sign_in_and_to_come_back(client: Client, post: Post) -> None:
    (comment,) = thread(post, [None])
    page = client.get(f"{REPLY}?to={comment.pk}").content.decode()
    assert f'href="/accounts/login/?next=%2Fposts%2Fa-post%2Freply%2F%3Fto%3D{comment.pk}"' in page
    assert 'name="email"' in page


def test_a_signed_in_person_sees_their_name_and_the_way_out(reader_client: Client) -> None:
    page = reader_client.get(REPLY).content.decode()
    assert "You are commenting as <strong>Reader One</strong>" in page
    assert 'href="/accounts/logout/?next=%2Fposts%2Fa-post%2Freply%2F"' in page
    assert 'href="/accounts/profile/?next=%2Fposts%2Fa-post%2Freply%2F"' in page
    assert 'name="email"' not in page
    assert "reader.one@" not in page


def test_a_signed_in_persons_reply_is_public_at_once(reader_client: Client, form_of: FormOf) -> None:
    response = reader_client.post(REPLY, form_of(reader_client, comment="Well said."))
    comment = Comment.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/comments/{comment.pk}/")
    assert (comment.state, comment.user_name, comment.ip_address) == (State.PUBLIC, "Reader One", "127.0.0.1")


def test_a_guest_is_told_to_look_into_the_mail(client: Client, form_of: FormOf) -> None:
    response = client.post(REPLY, form_of(client))
    assert response.headers["Location"] == f"{REPLY}confirm/"
    page = client.get(response.headers["Location"]).content.decode()
    assert "confirm your reply" in page
    assert "No mail server is set up here" in page
    assert Comment.objects.count() == 0
    assert PendingComment.objects.count() == 1


def test_a_held_reply_is_announced(reader_client: Client, form_of: FormOf) -> None:
    Organization.objects.update(comment_policy=CommentPolicy.ALL_HELD)
    response = reader_client.post(REPLY, form_of(reader_client))
    assert response.headers["Location"] == f"{REPLY}held/"
    assert b"waits for a moderator" in reader_client.get(f"{REPLY}held/").content


def test_in_the_readers_page_the_result_takes_the_forms_place(reader_client: Client, form_of: FormOf) -> None:
    response = reader_client.post(f"{REPLY}?fragment=1", form_of(reader_client, comment="So *it* is."))
    page = response.content.decode()
    assert (response.status_code, "<html" in page) == (201, False)
    assert "Your reply is public." in page
    assert "<p>So <em>it</em> is.</p>" in page


def test_a_reply_to_a_reply_shows_what_it_answers(client: Client, post: Post, form_of: FormOf) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader Two", comment="The *first* word.")
    page = client.get(f"{REPLY}?to={comment.pk}").content.decode()
    assert "In reply to Reader Two" in page
    assert "The first word." in page
    client.post(REPLY, form_of(client, f"{REPLY}?to={comment.pk}"))
    assert PendingComment.objects.get().reply_to == comment


def test_the_preview_shows_the_reply_and_stores_nothing(client: Client, form_of: FormOf) -> None:
    response = client.post(REPLY, form_of(client, comment="So *it* is. <b>", preview="1"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "<p>So <em>it</em> is. &lt;b&gt;</p>" in page
    assert "So *it* is. &lt;b&gt;</textarea>" in page
    assert not Comment.objects.exists()
    assert not PendingComment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x"}, {"honeypot": "x"}, {"security_hash": "0"}, {"timestamp": "x"}, {"reply_to": "999"}, {"reply_to": "x"}],
)
def test_whatever_is_wrong_the_text_comes_back(client: Client, form_of: FormOf, wrong: Fields) -> None:
    for address in (REPLY, f"{REPLY}?fragment=1"):
        response = client.post(address, form_of(client, comment="Kept <words>", name="Guest Two") | wrong)
        page = response.content.decode()
        assert response.status_code == 422
        assert "Kept &lt;words&gt;</textarea>" in page
        assert 'value="Guest Two"' in page
        assert "data-reply-announce" in page
    assert not PendingComment.objects.exists()


def test_a_text_that_is_too_long_comes_back_whole(client: Client, form_of: FormOf) -> None:
    text = "word " * 2_001
    response = client.post(REPLY, form_of(client, comment=text))
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert b"at most 10000 characters" in response.content


def test_an_answer_to_a_comment_of_another_post_comes_back_with_its_text(client: Client, form_of: FormOf) -> None:
    (elsewhere,) = thread(PostFactory.create(), [None])
    response = client.post(REPLY, form_of(client, comment="Kept words", reply_to=str(elsewhere.pk)))
    assert response.status_code == 422
    assert b"no longer there" in response.content
    assert b"Kept words</textarea>" in response.content
    assert not PendingComment.objects.exists()


def test_a_comment_that_was_withdrawn_while_it_was_answered_gives_the_text_back(
    reader_client: Client, post: Post, form_of: FormOf
) -> None:
    comment = CommentFactory.create(post=post)
    fields = form_of(reader_client, f"{REPLY}?to={comment.pk}", comment="Kept words")
    set_state(Comment.objects.numbered(comment.pk), State.REMOVED, by=None, at=NOW)
    response = reader_client.post(REPLY, fields)
    assert response.status_code == 422
    assert b"Kept words</textarea>" in response.content


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.ARCHIVED, 410), (None, 404)])
def test_a_post_that_went_while_somebody_wrote_gives_the_text_back(
    client: Client, post: Post, form_of: FormOf, status: Status | None, code: int
) -> None:
    fields = form_of(client, comment="Kept <words>")
    post.delete()
    if status is not None:
        PostFactory.create(slug="a-post", title="Secret plans", status=status)
    for address in (REPLY, f"{REPLY}?fragment=1"):
        response = client.post(address, fields)
        assert response.status_code == code
        assert b"no longer here" in response.content
        assert b"Kept &lt;words&gt;</textarea>" in response.content
        assert b"Secret plans" not in response.content


def test_a_page_without_a_valid_token_comes_again_with_the_text() -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(REPLY, {"comment": "Kept words", "name": "Guest One", "email": "guest@example.org"})
    assert response.status_code == 403
    assert b"Kept words</textarea>" in response.content
    assert not PendingComment.objects.exists()


def test_a_page_with_its_token_is_taken(form_of: FormOf) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(REPLY, form_of(browser)).status_code == 302
    assert browser.post(REPLY, form_of(browser), headers={"origin": "https://elsewhere.example.org"}).status_code == 403


@pytest.mark.usefixtures("now")
def test_too_many_replies_are_told_when_to_come_back(reader_client: Client, form_of: FormOf) -> None:
    for number in range(10):
        reader_client.post(REPLY, form_of(reader_client, comment=f"Reply {number}"))
    response = reader_client.post(REPLY, form_of(reader_client, comment="One more"))
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert b"One more</textarea>" in response.content
    assert b"Wait 10 minutes" in response.content


def test_a_form_that_lay_open_over_lunch_is_sent_at_the_second_try(client: Client, form_of: FormOf) -> None:
    with time_machine.travel(NOW, tick=False):
        fields = form_of(client)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        assert client.post(REPLY, fields).status_code == 422
        assert client.post(REPLY, form_of(client)).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.ARCHIVED, 410)])
def test_a_post_that_is_not_public_has_no_form(client: Client, method: str, status: Status, code: int) -> None:
    PostFactory.create(slug="hidden", status=status)
    for address in ("/posts/hidden/reply/", "/posts/hidden/reply/?fragment=1"):
        assert getattr(client, method)(address).status_code == code


def test_a_withdrawn_post_says_so_after_the_reply_too(client: Client) -> None:
    PostFactory.create(slug="gone", status=Status.ARCHIVED)
    assert client.get("/posts/gone/reply/held/").status_code == 410


def test_a_request_without_a_network_address_is_taken(client: Client, form_of: FormOf) -> None:
    assert client.post(REPLY, form_of(client), REMOTE_ADDR="").status_code == 302
    assert PendingComment.objects.get().ip_address is None


def test_a_post_that_does_not_exist_has_no_form(client: Client) -> None:
    assert client.get("/posts/nothing/reply/").status_code == 404
    assert client.get("/posts/nothing/reply/held/").status_code == 404
    assert client.get(f"{REPLY}something/").status_code == 404


@pytest.mark.parametrize("to", ["", "x", "0", "-1", "999", "9" * 500, "²"])
def test_a_form_for_a_comment_that_is_not_there_is_not_found(client: Client, to: str) -> None:
    assert client.get(REPLY, {"to": to}).status_code == 404


def test_a_form_for_a_comment_that_cannot_be_answered_is_not_found(client: Client, post: Post) -> None:
    held = CommentFactory.create(post=post, state=State.HELD, comment="secret")
    (elsewhere,) = thread(PostFactory.create(), [None])
    for comment in (held, elsewhere):
        response = client.get(REPLY, {"to": comment.pk})
        assert response.status_code == 404
        assert b"secret" not in response.content


@pytest.mark.parametrize(("policy", "words"), [(CommentPolicy.CLOSED, "are closed"), (CommentPolicy.MEMBERS, "Sign in to")])
def test_where_a_guest_cannot_reply_the_page_says_so_and_keeps_the_text(
    client: Client, form_of: FormOf, policy: CommentPolicy, words: str
) -> None:
    fields = form_of(client, comment="Kept words")
    Organization.objects.update(comment_policy=policy)
    page = client.get(REPLY)
    assert (page.status_code, words in page.content.decode(), b"<form" in page.content) == (200, True, False)
    for address in (REPLY, f"{REPLY}?fragment=1"):
        response = client.post(address, fields)
        assert response.status_code == 403
        assert words in response.content.decode()
        assert b"Kept words</textarea>" in response.content
    assert not PendingComment.objects.exists()


def test_signed_in_people_reply_where_guests_cannot(reader_client: Client, form_of: FormOf) -> None:
    Organization.objects.update(comment_policy=CommentPolicy.MEMBERS)
    assert reader_client.post(REPLY, form_of(reader_client)).status_code == 302
    assert Comment.objects.get().state == State.PUBLIC


def test_a_closed_post_offers_no_form(client: Client, post: Post) -> None:
    thread(post, [None])
    Organization.objects.update(comment_policy=CommentPolicy.CLOSED)
    page = client.get("/posts/a-post/").content.decode()
    assert "Replies to this post are closed." in page
    assert 'href="/posts/a-post/reply/"' not in page
    assert "/reply/?to=" not in page


def test_the_shortcut_of_the_package_leads_to_the_form(client: Client, post: Post) -> None:
    (comment,) = thread(post, [None])
    response = client.get(comment.get_reply_url())
    assert response.headers["Location"] == f"{REPLY}?to={comment.pk}"
    held = CommentFactory.create(post=post, state=State.HELD)
    assert client.get(held.get_reply_url()).status_code == 404


@pytest.mark.parametrize(
    "name", ["post/", "posted/", "flag/1/", "delete/1/", "approve/1/", "like/1/", "mute/x/", "sent/", "api/comment/", "cr/1/1/"]
)
def test_nothing_of_the_packages_own_pages_is_reachable(client: Client, name: str) -> None:
    assert client.get(f"/comments/{name}").status_code == 404
    assert client.post(f"/comments/{name}").status_code == 404
