"""Withdrawing one's own reply: what is gone, what stays, and who can."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.errors import ConfirmedMeanwhileError, ExpiredTokenError, NotOwnError, TakenDownError
from blog.comments.models import Comment, CommentVersion, Decision, PendingComment, Report, ReportReason, State, Via
from blog.comments.services import (
    Owner,
    Reporter,
    change_text,
    confirm,
    find_pending,
    report_comment,
    set_state,
    withdraw,
    withdraw_unconfirmed,
)
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, THEIRS, browser_of, waiting, written
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
OWNER = Owner(visitor_key=OURS.key)
LATER = NOW + timedelta(days=400)


def test_nothing_that_a_guest_gave_stays(post: Post) -> None:
    comment = written(post, user_url="https://guest.example.org/", ip_address="192.0.2.7", signals=[{"detail": "think"}])
    withdraw(comment, by=OWNER, at=LATER)
    row = str(Comment.objects.filter(pk=comment.pk).values().get())
    for word in ("Guest One", "guest.one@", "guest.example.org", "192.0.2.7", "think", OURS.key):
        assert word not in row


def test_it_is_removed_by_the_author_and_the_log_says_so(post: Post) -> None:
    comment = written(post)
    withdraw(comment, by=OWNER, at=LATER)
    comment.refresh_from_db()
    post.refresh_from_db()
    assert (comment.state, comment.reason, comment.is_shown) == (State.REMOVED, "Withdrawn by the author.", False)
    assert (comment.is_removed, post.comment_count) == (True, 0)
    assert Decision.objects.get().via == Via.AUTHOR


def test_where_replies_stand_below_its_place_stays(post: Post) -> None:
    comment = written(post)
    CommentFactory.create(post=post, reply_to=comment, comment="The answer.")
    withdraw(comment, by=OWNER, at=LATER)
    page = Client().get("/posts/a-post/").content.decode()
    assert f'id="c{comment.pk}"' in page
    assert "This reply was removed." in page
    assert "The answer." in page
    assert "Guest One" not in page
    assert "What I" not in page


def test_without_replies_nothing_of_it_shows(post: Post) -> None:
    comment = written(post)
    withdraw(comment, by=OWNER, at=LATER)
    page = Client().get("/posts/a-post/").content.decode()
    assert f'id="c{comment.pk}"' not in page
    assert Client().get(f"/comments/{comment.pk}/").status_code == 404


def test_the_earlier_texts_go_with_it(post: Post) -> None:
    comment = written(post)
    change_text(comment, by=OWNER, text="What I mean.", at=NOW)
    withdraw(comment, by=OWNER, at=LATER)
    assert not CommentVersion.objects.exists()
    assert Comment.objects.get().edited_at is None


def test_what_the_confirmation_kept_goes_with_it(post: Post) -> None:
    pending = waiting(post)
    comment = confirm(pending.renew_token(), at=NOW)
    withdraw(comment, by=OWNER, at=NOW)
    pending.refresh_from_db()
    assert (pending.name, pending.email, pending.url, pending.ip_address, pending.text) == ("", "", "", None, "")


def test_its_reports_are_answered(post: Post) -> None:
    comment = written(post)
    report_comment(comment, by=Reporter(visitor_key=THEIRS.key), reason=ReportReason.SPAM, at=NOW)
    withdraw(comment, by=OWNER, at=LATER)
    assert Report.objects.get().closed_at == LATER
    assert Comment.objects.get().open_reports == 0


def test_the_account_stays_known_to_moderators(post: Post, reader: User) -> None:
    comment = CommentFactory.create(post=post, user=reader, submit_date=NOW)
    withdraw(comment, by=Owner(user=reader), at=LATER)
    comment.refresh_from_db()
    assert (comment.user, comment.user_name, comment.comment) == (reader, "", "")


def test_one_that_is_held_can_be_withdrawn(post: Post) -> None:
    comment = written(post, state=State.HELD)
    withdraw(comment, by=OWNER, at=NOW)
    assert Comment.objects.get().state == State.REMOVED


@pytest.mark.parametrize("state", [State.SPAM, State.REMOVED])
def test_what_a_moderator_has_taken_down_stays_as_evidence(post: Post, state: State) -> None:
    comment = written(post, state=state)
    with pytest.raises(TakenDownError):
        withdraw(comment, by=OWNER, at=NOW)
    assert Comment.objects.get().comment == "What I *think*."


def test_it_is_withdrawn_once(post: Post) -> None:
    comment = written(post)
    withdraw(comment, by=OWNER, at=NOW)
    with pytest.raises(NotOwnError):
        withdraw(comment, by=OWNER, at=NOW)


def test_others_cannot(post: Post, reader: User) -> None:
    comment, pending = written(post), waiting(post)
    for owner in (Owner(), Owner(visitor_key=THEIRS.key), Owner(user=reader)):
        with pytest.raises(NotOwnError):
            withdraw(comment, by=owner, at=NOW)
        with pytest.raises(NotOwnError):
            withdraw_unconfirmed(pending, by=owner, at=NOW)


@pytest.mark.parametrize("replies", [1, 30])
def test_it_costs_the_same_in_every_thread(post: Post, django_assert_num_queries: DjangoAssertNumQueries, replies: int) -> None:
    comment = written(post)
    CommentFactory.create_batch(replies, post=post, reply_to=comment)
    with django_assert_num_queries(18):
        withdraw(comment, by=OWNER, at=LATER)


def test_a_reply_that_waits_is_never_confirmed_after_that(post: Post) -> None:
    pending = waiting(post)
    token = pending.renew_token()
    withdraw_unconfirmed(pending, by=OWNER, at=NOW)
    with pytest.raises(ExpiredTokenError):
        find_pending(token, at=NOW)
    page = Client().get(f"/comments/confirm/{token}/")
    assert page.status_code == 410
    assert b"This reply was withdrawn" in page.content
    assert b"Write the reply again" not in page.content


def test_of_a_reply_that_waits_only_what_the_limits_count_stays(post: Post) -> None:
    withdraw_unconfirmed(waiting(post), by=OWNER, at=NOW)
    pending = PendingComment.objects.get()
    assert (pending.name, pending.url, pending.text, pending.ip_address) == ("", "", "", None)
    assert (pending.email, pending.network) == ("guest.one@example.org", "192.0.2.7")


def test_a_reply_that_was_confirmed_meanwhile_does_not_wait(post: Post) -> None:
    pending = waiting(post)
    confirm(pending.renew_token(), at=NOW)
    with pytest.raises(ConfirmedMeanwhileError):
        withdraw_unconfirmed(pending, by=OWNER, at=NOW)


# --- The page


def address_of(reply: Comment | PendingComment) -> str:
    kind = "unconfirmed/" if isinstance(reply, PendingComment) else ""
    return f"/comments/{kind}{reply.pk}/withdraw/"


def test_the_page_asks_and_changes_nothing(post: Post) -> None:
    for reply in (written(post), waiting(post)):
        for address in (address_of(reply), f"{address_of(reply)}?fragment=1"):
            response = browser_of(OURS).get(address)
            assert b"Withdraw this reply?" in response.content
            assert "no-store" in response.headers["Cache-Control"]
    assert Comment.objects.get().state == State.PUBLIC
    assert PendingComment.objects.get().text


def test_the_button_does_it_and_leads_to_where_it_says_so(post: Post) -> None:
    for reply in (written(post), waiting(post)):
        response = browser_of(OURS).post(address_of(reply))
        assert (response.status_code, response.headers["Location"]) == (302, "/posts/a-post/reply/withdrawn/")
    assert b"Your reply is withdrawn." in Client().get("/posts/a-post/reply/withdrawn/").content
    assert not Comment.objects.public().exists()


def test_in_the_readers_page_the_answer_takes_its_place(post: Post) -> None:
    for reply in (written(post), waiting(post)):
        response = browser_of(OURS).post(f"{address_of(reply)}?fragment=1")
        assert response.status_code == 201
        assert b'data-effect="gone"' in response.content


def test_the_button_needs_the_pages_own_token(post: Post) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.update(browser_of(OURS).cookies)
    assert browser.post(address_of(written(post))).status_code == 403
    assert Comment.objects.get().state == State.PUBLIC


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_a_moderator_was_faster_the_page_says_so(post: Post, method: str) -> None:
    comment = written(post)
    set_state(Comment.objects.numbered(comment.pk), State.REMOVED, by=None, at=NOW, reason="Secret reasons")
    response = getattr(browser_of(OURS), method)(address_of(comment))
    assert response.status_code == (200 if method == "get" else 403)
    assert b"A moderator has taken this reply down" in response.content
    assert b"Secret reasons" not in response.content
