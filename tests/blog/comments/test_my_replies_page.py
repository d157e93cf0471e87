"""Somebody's own replies to a post, and how they stand."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import confirm, set_state
from blog.posts.models import Post, Status
from tests.blog.comments.browsers import OURS, THEIRS, browser_of, waiting, written
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
MINE = "/posts/a-post/reply/mine/"


def page_of(browser: Client, address: str = MINE) -> str:
    return browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PUBLIC, "Is public."),
        (State.HELD, "Waits for a moderator."),
        (State.SPAM, "Was taken down by a moderator."),
        (State.REMOVED, "Was taken down by a moderator."),
    ],
)
def test_it_says_how_a_comment_stands(post: Post, state: State, words: str) -> None:
    written(post, state=state, reason="Secret reasons")
    page = page_of(browser_of(OURS))
    assert words in page
    assert "<p>What I <em>think</em>.</p>" in page
    assert "Secret reasons" not in page


def test_it_says_that_a_reply_waits_for_its_confirmation(post: Post) -> None:
    pending = waiting(post)
    page = page_of(browser_of(OURS))
    assert "Waits for your confirmation: look into your mail." in page
    assert f'href="/comments/unconfirmed/{pending.pk}/edit/"' in page
    assert f'href="/comments/unconfirmed/{pending.pk}/withdraw/"' in page


def test_it_says_that_what_stands_below_a_hidden_comment_does_not_show(post: Post) -> None:
    root = CommentFactory.create(post=post)
    written(post, reply_to=root)
    set_state(Comment.objects.numbered(root.pk), State.HELD, by=None, at=NOW)
    assert "Does not show" in page_of(browser_of(OURS))


@pytest.mark.parametrize(
    ("columns", "can_change", "can_withdraw"),
    [
        ({}, True, True),
        ({"at": NOW - timedelta(minutes=15)}, False, True),
        ({"state": State.HELD}, False, True),
        ({"state": State.REMOVED}, False, False),
    ],
)
def test_it_offers_what_can_be_done(post: Post, columns: dict[str, object], can_change: bool, can_withdraw: bool) -> None:  # noqa: FBT001
    comment = written(post, **columns)  # type: ignore[arg-type]  # columns of any type
    page = page_of(browser_of(OURS))
    assert (f"/comments/{comment.pk}/edit/" in page, f"/comments/{comment.pk}/withdraw/" in page) == (can_change, can_withdraw)


def test_what_was_answered_cannot_be_changed(post: Post) -> None:
    comment = written(post)
    CommentFactory.create(post=post, reply_to=comment)
    assert f"/comments/{comment.pk}/edit/" not in page_of(browser_of(OURS))


def test_it_shows_nothing_of_others(post: Post, reader: User) -> None:
    written(post)
    waiting(post)
    signed_in = Client()
    signed_in.force_login(reader)
    for browser in (Client(), browser_of(THEIRS), signed_in):
        response = browser.get(MINE)
        assert response.status_code == 200
        assert b"What I" not in response.content
        assert b"Nothing that you wrote here is known." in response.content


def test_it_shows_nothing_of_other_posts() -> None:
    written(PostFactory.create())
    waiting(PostFactory.create())
    assert "What I" not in page_of(browser_of(OURS))


def test_a_confirmed_reply_is_there_once(post: Post) -> None:
    confirm(waiting(post).renew_token(), at=NOW)
    assert page_of(browser_of(OURS)).count("What I <em>think</em>") == 1


def test_what_has_run_out_is_not_there(post: Post) -> None:
    waiting(post, at=NOW - timedelta(days=3))
    assert "What I" not in page_of(browser_of(OURS))


def test_somebody_who_has_signed_in_sees_theirs_and_what_the_browser_wrote_before(post: Post, reader: User) -> None:
    CommentFactory.create(post=post, user=reader, comment="As a member.")
    written(post, comment="As a guest.")
    browser = browser_of(OURS)
    browser.force_login(reader)
    page = page_of(browser)
    assert "As a member." in page
    assert "As a guest." in page


def test_it_is_private_and_unlisted(post: Post) -> None:
    written(post)
    for address in (MINE, f"{MINE}?fragment=1"):
        response = browser_of(OURS).get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_no_address_is_on_it(post: Post) -> None:
    written(post)
    waiting(post)
    assert "guest.one@" not in page_of(browser_of(OURS))


def test_the_fragment_shows_what_waits_and_marks_what_is_public(post: Post) -> None:
    public, held = written(post), written(post, state=State.HELD, comment="Held words.")
    written(post, state=State.REMOVED, comment="Removed words.")
    page = page_of(browser_of(OURS), f"{MINE}?fragment=1")
    assert "<html" not in page
    assert "Held words." in page
    assert "Removed words." not in page
    assert "What I" not in page
    assert f'data-own-comment="{public.pk}"' in page
    assert f'data-own-comment="{held.pk}"' not in page


@pytest.mark.usefixtures("post")
def test_the_fragment_is_nothing_where_there_is_nothing(client: Client) -> None:
    response = client.get(f"{MINE}?fragment=1")
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("rows", [1, 20])
def test_it_costs_the_same_for_one_reply_and_for_many(
    post: Post, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        written(post, comment=f"Reply {number}.")
        waiting(post, text=f"Waiting {number}.")
    browser = browser_of(OURS)
    with django_assert_num_queries(3):
        browser.get(MINE)


def test_a_visitor_who_wrote_nothing_costs_as_much_as_any_other(
    post: Post, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    written(post)
    with django_assert_num_queries(1):
        client.get(f"{MINE}?fragment=1")


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.ARCHIVED, 410)])
def test_a_post_that_is_not_public_has_no_such_page(client: Client, status: Status, code: int) -> None:
    PostFactory.create(slug="hidden", status=status)
    assert client.get("/posts/hidden/reply/mine/").status_code == code


def test_the_pages_own_link_leads_there(client: Client, post: Post) -> None:
    assert f'href="{MINE}"' in client.get(post.get_absolute_url()).content.decode()
