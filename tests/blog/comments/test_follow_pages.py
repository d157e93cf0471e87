"""The pages on which a discussion is followed, confirmed and stopped."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.comments.models import Comment, Follow
from blog.posts.models import Post, Status
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ADDRESS = "/posts/a-post/follow/"
GUEST = "guest.one@example.org"


@pytest.fixture
def root(post: Post) -> Comment:
    return CommentFactory.create(post=post, user_name="Reader Two")


@pytest.fixture
def unconfirmed(post: Post) -> Follow:
    return follower(post, GUEST, confirmed_at=None)


@pytest.fixture
def token(unconfirmed: Follow) -> str:
    return unconfirmed.renew_token(at=NOW)


@pytest.mark.usefixtures("post")
def test_the_form_asks_for_an_address(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert b'name="email"' in response.content
    assert b"for each new reply to this post" in response.content


@pytest.mark.usefixtures("post")
def test_the_pages_are_private_and_unlisted(client: Client) -> None:
    for address in (ADDRESS, f"{ADDRESS}asked/", "/comments/follow/confirm/x/", "/comments/mute/x/"):
        response = client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.usefixtures("post")
def test_the_fragment_is_the_form_alone(client: Client) -> None:
    page = client.get(f"{ADDRESS}?fragment=1").content.decode()
    assert page.strip().startswith('<div class="reply-box" data-reply-box>')
    assert "data-reply-close" in page


@pytest.mark.usefixtures("post")
def test_an_address_that_is_sent_is_asked_to_confirm(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADDRESS, {"email": " Guest.One@Example.org"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{ADDRESS}asked/")
    assert [message.to for message in mail.outbox] == [[GUEST]]
    follow = Follow.objects.get()
    assert (follow.email, follow.network, follow.confirmed_at) == (GUEST, "127.0.0.1", None)


def test_the_answer_is_the_same_whatever_the_address_follows(client: Client, post: Post) -> None:
    follower(post, GUEST)
    answers = [client.post(f"{ADDRESS}?fragment=1", {"email": email}) for email in (GUEST, "new@example.org")]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("email", ["", "nonsense", "a@b", f"{'a' * 250}@example.org", "one@example.org, two@example.org"])
def test_what_is_no_address_is_marked_and_kept(client: Client, email: str) -> None:
    response = client.post(ADDRESS, {"email": email})
    assert response.status_code == 422
    assert b'aria-invalid="true"' in response.content
    assert email in response.content.decode()
    assert not Follow.objects.exists()


@pytest.mark.usefixtures("post")
def test_a_robot_that_fills_in_everything_gets_the_same_answer_and_nothing_else(client: Client) -> None:
    response = client.post(ADDRESS, {"email": GUEST, "honeypot": "x"})
    assert response.headers["Location"] == f"{ADDRESS}asked/"
    assert not Follow.objects.exists()


@pytest.mark.usefixtures("post")
def test_a_request_without_the_page_s_token_keeps_what_was_typed() -> None:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, {"email": GUEST})
    assert response.status_code == 403
    assert GUEST.encode() in response.content
    assert not Follow.objects.exists()


@pytest.mark.usefixtures("post")
def test_too_many_from_one_network_are_told_when_to_try_again(client: Client) -> None:
    for number in range(FOLLOWS_OF_NETWORK.rows):
        client.post(ADDRESS, {"email": f"reader{number}@example.org"})
    response = client.post(ADDRESS, {"email": GUEST})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert b"Wait 60 minutes" in response.content
    assert GUEST.encode() in response.content


def test_a_branch_is_named_and_followed(client: Client, root: Comment) -> None:
    assert b"the branch that Reader Two began" in client.get(f"{ADDRESS}?branch={root.pk}").content
    client.post(f"{ADDRESS}?branch={root.pk}", {"email": GUEST})
    assert Follow.objects.get().branch == root


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("branch", ["", "x", "0", "4711", "99999999999999999999", "-1"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_branch_that_is_not_there_is_not_found(client: Client, branch: str, method: str) -> None:
    assert getattr(client, method)(f"{ADDRESS}?branch={branch}").status_code == 404


def test_a_branch_of_another_post_is_not_found(client: Client, root: Comment) -> None:
    PostFactory.create(slug="other")
    assert client.get(f"/posts/other/follow/?branch={root.pk}").status_code == 404


@pytest.mark.usefixtures("post")
def test_a_post_that_is_not_public_cannot_be_followed(client: Client) -> None:
    Post.objects.update(status=Status.ARCHIVED, archived_at=NOW)
    for address in (ADDRESS, f"{ADDRESS}asked/"):
        assert client.get(address).status_code == 410
    assert client.post(ADDRESS, {"email": GUEST}).status_code == 410
    Post.objects.update(status=Status.DRAFT, archived_at=None, published_at=None, first_published_at=None)
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.usefixtures("post")
def test_an_outcome_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get(f"{ADDRESS}nonsense/").status_code == 404


@pytest.mark.usefixtures("post")
def test_a_signed_in_person_presses_a_button(client: Client, reader: User) -> None:
    client.force_login(reader)
    page = client.get(ADDRESS).content.decode()
    assert reader.email in page
    assert 'name="email"' not in page
    assert client.post(ADDRESS).headers["Location"] == f"{ADDRESS}following/"
    assert Follow.objects.confirmed().get().user == reader


@pytest.mark.usefixtures("post")
def test_a_signed_in_person_cannot_name_another_address(client: Client, reader: User) -> None:
    client.force_login(reader)
    client.post(ADDRESS, {"email": GUEST})
    assert Follow.objects.get().email == reader.email


def test_a_signed_in_person_who_follows_gets_a_button_that_stops(client: Client, post: Post, reader: User) -> None:
    following = follower(post, reader.email)
    client.force_login(reader)
    page = client.get(ADDRESS).content.decode()
    assert "You follow this by mail" in page
    assert f'action="/comments/mute/{following.stop_token}/"' in page


def test_following_the_link_of_the_mail_changes_nothing(client: Client, token: str) -> None:
    for _visit in range(2):
        response = client.get(f"/comments/follow/confirm/{token}/")
        assert response.status_code == 200
        assert b"A post" in response.content
        assert client.head(f"/comments/follow/confirm/{token}/").status_code == 200
    assert not Follow.objects.confirmed().exists()
    assert GUEST.encode() not in response.content


def test_the_button_confirms_once(client: Client, token: str) -> None:
    first, second = (client.post(f"/comments/follow/confirm/{token}/") for _press in range(2))
    assert (first.status_code, first.headers["Location"]) == (302, f"{ADDRESS}following/")
    assert second.status_code == 410
    assert b"confirmed this already" in second.content


def test_the_button_needs_the_page_s_own_token(token: str) -> None:
    assert Client(enforce_csrf_checks=True).post(f"/comments/follow/confirm/{token}/").status_code == 403
    assert not Follow.objects.confirmed().exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_has_run_out_says_how_to_get_another(client: Client, token: str, method: str) -> None:
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        response = getattr(client, method)(f"/comments/follow/confirm/{token}/")
    assert response.status_code == 410
    assert f'href="{ADDRESS}"'.encode() in response.content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("unknown", ["x", "a" * 2000, "%00", "%ED%B3%BF", "ж", "1.x"])
@pytest.mark.parametrize("page", ["follow/confirm", "mute"])
def test_an_unknown_link_says_what_to_do(client: Client, page: str, unknown: str, method: str) -> None:
    response = getattr(client, method)(f"/comments/{page}/{unknown}/")
    assert response.status_code == 404
    assert b"copy the whole of it" in response.content


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_withdrawn_post_is_not_named_to_whoever_holds_a_link(client: Client, token: str, method: str) -> None:
    stop = Follow.objects.get().stop_token
    Post.objects.update(status=Status.DRAFT, published_at=None, title="Secret plans")
    response = getattr(client, method)(f"/comments/follow/confirm/{token}/")
    assert response.status_code == 410
    assert b"Secret plans" not in response.content
    assert b"Secret plans" not in getattr(client, method)(f"/comments/mute/{stop}/").content


def test_following_the_stop_link_changes_nothing(client: Client, post: Post) -> None:
    following = follower(post)
    for _visit in range(2):
        response = client.get(f"/comments/mute/{following.stop_token}/")
        assert b"Stop these mails" in response.content
        assert b"follower@" not in response.content
    assert Follow.objects.exists()


def test_a_mail_program_stops_it_at_once_without_cookie_or_token(post: Post) -> None:
    following = follower(post)
    program = Client(enforce_csrf_checks=True)
    response = program.post(f"/comments/mute/{following.stop_token}/", {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Follow.objects.exists()
    assert program.cookies == {}


def test_stopping_twice_says_the_same(client: Client, post: Post) -> None:
    following = follower(post)
    for _press in range(2):
        response = client.post(f"/comments/mute/{following.stop_token}/")
        assert (response.status_code, b"The mails have stopped" in response.content) == (200, True)
    assert b"The mails have stopped" in client.get(f"/comments/mute/{following.stop_token}/").content


def test_everything_can_be_stopped_before_and_after(client: Client, post: Post) -> None:
    first, second, third = follower(post), follower(PostFactory.create()), follower(PostFactory.create())
    kept = follower(post, "other@example.org")
    page = client.post(f"/comments/mute/{first.stop_token}/").content.decode()
    assert f'action="/comments/mute/{second.stop_token}/"' in page
    assert third.stop_token not in page
    client.post(f"/comments/mute/{second.stop_token}/", {"everything": "1"})
    assert list(Follow.objects.all()) == [kept]


def test_a_branch_is_named_where_it_is_stopped_unless_it_is_hidden(client: Client, root: Comment) -> None:
    following = follower(root.post, branch=root)
    address = f"/comments/mute/{following.stop_token}/"
    assert b"the branch that Reader Two began" in client.get(address).content
    Comment.objects.update(is_shown=False)
    assert b"one branch of the discussion" in client.get(address).content
