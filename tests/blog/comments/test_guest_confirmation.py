"""Guests' replies: what waits, what confirms it, and what has changed meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.comments.errors import (
    ClosedError,
    ExpiredTokenError,
    NotAnswerableError,
    PostNotPublicError,
    SignInNeededError,
    TooManyError,
    UnknownTokenError,
    UsedTokenError,
)
from blog.comments.limits import GUESTS_OF_NETWORK, SAME_WORDS, UNCONFIRMED_OF_ADDRESS
from blog.comments.models import Comment, PendingComment, State
from blog.comments.people import Author
from blog.comments.services import confirm, delete_expired_pending, find_pending, request_confirmation, set_state
from blog.comments.services.confirmation import EXPIRED_KEPT, LINK_LIFE
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db


def wait(post: Post, guest: Author, *, reply_to: int | None = None, text: str = "Well said.") -> tuple[PendingComment, str]:
    """Return a waiting reply and the token of its link."""
    pending = request_confirmation(post, by=guest, text=text, reply_to=reply_to, at=NOW)
    return pending, pending.renew_token()


def test_a_guests_reply_is_no_comment_before_it_is_confirmed(post: Post, guest: Author) -> None:
    pending, _token = wait(post, guest)
    assert Comment.objects.count() == 0
    assert (pending.text, pending.network, pending.expires_at) == ("Well said.", "192.0.2.7", NOW + timedelta(days=3))


def test_confirming_makes_the_comment_with_what_the_guest_gave(post: Post, guest: Author) -> None:
    (root,) = thread(post, [None])
    _pending, token = wait(post, guest, reply_to=root.pk)
    comment = confirm(token, at=NOW + timedelta(hours=1))
    comment.refresh_from_db()
    post.refresh_from_db()
    assert (comment.user, comment.user_name, comment.user_email) == (None, "Guest One", "guest.one@example.org")
    assert (comment.reply_to, comment.comment, comment.ip_address) == (root, "Well said.", "192.0.2.7")
    assert (comment.state, comment.submit_date, post.comment_count) == (State.PUBLIC, NOW + timedelta(hours=1), 2)


def test_a_token_works_once(post: Post, guest: Author) -> None:
    pending, token = wait(post, guest)
    comment = confirm(token, at=NOW)
    with pytest.raises(UsedTokenError) as refusal:
        confirm(token, at=NOW)
    assert refusal.value.pending == pending
    assert list(Comment.objects.all()) == [comment]


def test_a_comment_that_a_moderator_deleted_is_not_made_again(post: Post, guest: Author) -> None:
    _pending, token = wait(post, guest)
    confirm(token, at=NOW).delete()
    with pytest.raises(UsedTokenError):
        confirm(token, at=NOW)
    assert Comment.objects.count() == 0


def test_once_confirmed_the_words_stand_in_the_comment_alone(post: Post, guest: Author) -> None:
    pending, token = wait(post, guest)
    confirm(token, at=NOW)
    pending.refresh_from_db()
    assert (pending.text, pending.confirmed_at) == ("", NOW)


def test_after_three_days_a_token_is_expired(post: Post, guest: Author) -> None:
    _pending, token = wait(post, guest)
    find_pending(token, at=NOW + LINK_LIFE - timedelta(seconds=1))
    with pytest.raises(ExpiredTokenError):
        confirm(token, at=NOW + LINK_LIFE)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x", "None", "\udcff", "a" * 5000])
def test_a_token_that_nobody_was_given_is_unknown(post: Post, guest: Author, token: str) -> None:
    request_confirmation(post, by=guest, text="Well said.", at=NOW)
    with pytest.raises(UnknownTokenError):
        confirm(token, at=NOW)


def test_only_a_hash_of_the_token_is_kept(post: Post, guest: Author) -> None:
    pending, token = wait(post, guest)
    pending.refresh_from_db()
    assert len(token) >= 43  # 256 bits
    assert token not in str(PendingComment.objects.values())
    with pytest.raises(UnknownTokenError):
        confirm(pending.token_hash or "", at=NOW)


def test_a_new_token_ends_the_old_one(post: Post, guest: Author) -> None:
    pending, old = wait(post, guest)
    pending.renew_token()
    with pytest.raises(UnknownTokenError):
        confirm(old, at=NOW)


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_where_the_answered_comment_is_no_longer_public_the_reply_stands_on_its_own(
    post: Post, guest: Author, state: State
) -> None:
    (root,) = thread(post, [None])
    _pending, token = wait(post, guest, reply_to=root.pk)
    set_state(Comment.objects.numbered(root.pk), state, by=None, at=NOW)
    comment = confirm(token, at=NOW)
    post.refresh_from_db()
    assert (comment.reply_to, comment.is_shown, post.comment_count) == (None, True, 1)


def test_where_the_answered_comment_was_deleted_the_reply_stands_on_its_own(post: Post, guest: Author) -> None:
    (root,) = thread(post, [None])
    _pending, token = wait(post, guest, reply_to=root.pk)
    root.delete()
    assert confirm(token, at=NOW).reply_to is None


def test_with_a_deleted_post_the_waiting_reply_is_gone(post: Post, guest: Author) -> None:
    _pending, token = wait(post, guest)
    post.delete()
    with pytest.raises(UnknownTokenError):
        confirm(token, at=NOW)


def test_a_post_that_has_expired_takes_no_confirmed_reply(post: Post, guest: Author) -> None:
    _pending, token = wait(post, guest)
    post.expires_at = NOW
    post.save()
    with pytest.raises(PostNotPublicError):
        confirm(token, at=NOW)


@pytest.mark.parametrize(("policy", "error"), [(CommentPolicy.CLOSED, ClosedError), (CommentPolicy.MEMBERS, SignInNeededError)])
def test_the_policy_of_the_moment_of_confirming_holds(
    post: Post, guest: Author, policy: CommentPolicy, error: type[Exception]
) -> None:
    _pending, token = wait(post, guest)
    Organization.objects.update(comment_policy=policy)
    with pytest.raises(error):
        confirm(token, at=NOW)
    assert find_pending(token, at=NOW).text == "Well said."


def test_a_guests_first_reply_is_held_where_the_policy_says_so(post: Post, guest: Author) -> None:
    Organization.objects.update(comment_policy=CommentPolicy.FIRST_HELD)
    _pending, token = wait(post, guest)
    assert confirm(token, at=NOW).state == State.HELD
    CommentFactory.create(post=post, user_email=guest.email)
    _pending, token = wait(post, guest, text="Another.")
    assert confirm(token, at=NOW).state == State.PUBLIC


def test_a_reply_to_a_closed_post_does_not_wait(post: Post, guest: Author) -> None:
    post.comment_policy = CommentPolicy.CLOSED
    with pytest.raises(ClosedError):
        request_confirmation(post, by=guest, text="Too late.", at=NOW)
    assert PendingComment.objects.count() == 0


def test_a_reply_to_a_held_comment_does_not_wait(post: Post, guest: Author) -> None:
    held = CommentFactory.create(post=post, state=State.HELD)
    with pytest.raises(NotAnswerableError):
        request_confirmation(post, by=guest, text="Hello?", reply_to=held.pk, at=NOW)


def test_the_same_words_sent_twice_wait_once_and_make_one_mail(
    post: Post, guest: Author, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = request_confirmation(post, by=guest, text="Well said.", at=NOW)
        second = request_confirmation(post, by=guest, text="Well said.", at=NOW + timedelta(seconds=5))
    assert first == second
    assert len(mail.outbox) == 1


def test_whoever_tries_again_later_gets_another_mail(post: Post, guest: Author) -> None:
    first, _token = wait(post, guest)
    assert request_confirmation(post, by=guest, text="Well said.", at=NOW + SAME_WORDS) != first


def test_five_unconfirmed_replies_an_hour_wait_for_an_address(post: Post, guest: Author) -> None:
    for number in range(UNCONFIRMED_OF_ADDRESS.rows):
        by = Author(name="Guest", email=guest.email, ip_address=f"192.0.2.{number}")
        request_confirmation(post, by=by, text=f"Reply {number}", at=NOW + timedelta(minutes=number))
    elsewhere = Author(name="Guest", email=guest.email, ip_address="198.51.100.1")
    with pytest.raises(TooManyError) as refusal:
        request_confirmation(post, by=elsewhere, text="One more", at=NOW + timedelta(minutes=59))
    assert refusal.value.wait_seconds == 60
    request_confirmation(post, by=elsewhere, text="One more", at=NOW + timedelta(hours=1))


def test_confirmed_replies_do_not_count_against_the_address(post: Post, guest: Author) -> None:
    for number in range(UNCONFIRMED_OF_ADDRESS.rows):
        _pending, token = wait(post, guest, text=f"Reply {number}")
        confirm(token, at=NOW)
    wait(post, guest, text="One more")


def from_network(ip_address: str | None, number: int) -> Author:
    return Author(name="Guest", email=f"guest{number}@example.org", ip_address=ip_address)


def test_twenty_replies_an_hour_come_from_a_network_address(post: Post) -> None:
    for number in range(GUESTS_OF_NETWORK.rows):
        request_confirmation(post, by=from_network("192.0.2.7", number), text="Hello", at=NOW)
    with pytest.raises(TooManyError):
        request_confirmation(post, by=from_network("192.0.2.7", 99), text="Hello", at=NOW)
    request_confirmation(post, by=from_network("192.0.2.8", 99), text="Hello", at=NOW)


def test_the_addresses_of_one_household_count_as_one(post: Post) -> None:
    for number in range(GUESTS_OF_NETWORK.rows):
        request_confirmation(post, by=from_network(f"2001:db8:0:1::{number:x}", number), text="Hello", at=NOW)
    with pytest.raises(TooManyError):
        request_confirmation(post, by=from_network("2001:db8:0:1:ffff::1", 99), text="Hello", at=NOW)
    request_confirmation(post, by=from_network("2001:db8:0:2::1", 99), text="Hello", at=NOW)


def test_where_the_network_is_not_known_only_the_address_is_counted(post: Post) -> None:
    for number in range(GUESTS_OF_NETWORK.rows + 1):
        request_confirmation(post, by=from_network(None, number), text="Hello", at=NOW)
    assert PendingComment.objects.count() == GUESTS_OF_NETWORK.rows + 1


def test_expired_replies_are_deleted_some_days_later(post: Post, guest: Author) -> None:
    wait(post, guest)
    late = NOW + LINK_LIFE + EXPIRED_KEPT
    assert delete_expired_pending(at=late) == 0
    assert delete_expired_pending(at=late + timedelta(seconds=1)) == 1
