"""Asking for mails about a discussion, proving the address, stopping."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import Settings

from blog.accounts.models import User
from blog.comments.errors import NotAnswerableError, TooOftenError
from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.comments.models import Comment, Follow, State
from blog.comments.services import set_state
from blog.comments.services.following import (
    FollowedPostNotPublicError,
    ask_to_follow,
    confirm_follow,
    delete_expired_follows,
    find_branch,
    find_followed,
    follow,
    follow_replies,
    stop,
    stop_everything,
)
from blog.mailing.models import OutgoingMail
from blog.mailing.opt_in import AlreadyConfirmedError, ExpiredLinkError, UnknownLinkError
from blog.mailing.services import put
from blog.posts.models import Post, Status
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
GUEST = "guest.one@example.org"


def ask(post: Post, email: str = GUEST, *, network: str = "192.0.2.7", branch: Comment | None = None) -> Follow:
    ask_to_follow(post, branch=branch, email=email, network=network, at=NOW)
    return Follow.objects.get(post=post, email=email, branch=branch)


def waiting_mail(follow: Follow, key: str = "comment/1/x") -> OutgoingMail:
    put([OutgoingMail(key=key, recipient=follow.email, subject="New", body="Words", origin=follow.mail_origin)], at=NOW)
    return OutgoingMail.objects.get(key=key)


def test_nothing_is_followed_before_the_address_is_proven(post: Post) -> None:
    assert ask(post).confirmed_at is None


def test_the_link_confirms_once(post: Post) -> None:
    token = ask(post).renew_token(at=NOW)
    assert confirm_follow(token, at=NOW).confirmed_at == NOW
    with pytest.raises(AlreadyConfirmedError):
        confirm_follow(token, at=NOW)


def test_the_link_runs_out_after_three_days(post: Post) -> None:
    token = ask(post).renew_token(at=NOW)
    with pytest.raises(ExpiredLinkError):
        confirm_follow(token, at=NOW + timedelta(days=3))
    assert confirm_follow(token, at=NOW + timedelta(days=3, seconds=-1)).confirmed_at is not None


def test_a_newer_link_takes_the_place_of_the_older(post: Post) -> None:
    asked = ask(post)
    old, new = asked.renew_token(at=NOW), asked.renew_token(at=NOW)
    with pytest.raises(UnknownLinkError):
        confirm_follow(old, at=NOW)
    assert confirm_follow(new, at=NOW) == asked


def test_a_post_that_was_withdrawn_is_not_followed(post: Post) -> None:
    token = ask(post).renew_token(at=NOW)
    Post.objects.update(status=Status.DRAFT, published_at=None)
    with pytest.raises(FollowedPostNotPublicError):
        confirm_follow(token, at=NOW)


def test_asking_twice_is_one_row(post: Post) -> None:
    assert ask(post).pk == ask(post).pk


def test_a_post_and_its_branch_are_two(post: Post) -> None:
    root = CommentFactory.create(post=post)
    assert ask(post).pk != ask(post, branch=root).pk


def test_the_same_cannot_be_stored_twice(post: Post) -> None:
    root = CommentFactory.create(post=post)
    for branch in (None, root):
        follower(post, branch=branch)
        with pytest.raises(IntegrityError), transaction.atomic():
            follower(post, branch=branch)


@pytest.mark.parametrize("email", ["", "Upper@example.org"])
def test_an_address_is_stored_in_lower_case(post: Post, email: str) -> None:
    with pytest.raises(IntegrityError, match="follow_email_is_lower_case"), transaction.atomic():
        follower(post, email)


def test_asking_for_an_address_that_follows_changes_nothing_of_it(post: Post) -> None:
    following = follower(post, GUEST, language="ro")
    ask(post)
    following.refresh_from_db()
    assert (following.confirmed_at, following.language) == (NOW, "ro")


def test_the_twenty_first_from_a_network_in_an_hour_is_refused_and_says_how_long_to_wait(post: Post) -> None:
    for number in range(FOLLOWS_OF_NETWORK.rows):
        ask(post, f"reader{number}@example.org")
    with pytest.raises(TooOftenError) as refusal:
        ask(post, "one.more@example.org")
    assert refusal.value.wait_seconds == 3600
    assert ask(post, "from.elsewhere@example.org", network="192.0.2.8").pk


def test_the_limit_of_a_network_tells_nothing_about_what_an_address_follows(post: Post) -> None:
    for number in range(FOLLOWS_OF_NETWORK.rows):
        follower(post, f"reader{number}@example.org")
        ask(post, f"reader{number}@example.org")
    with pytest.raises(TooOftenError):
        ask(post, "one.more@example.org")


@pytest.mark.parametrize("is_following", [False, True])
def test_asking_takes_the_same_queries_whatever_the_address_follows(
    post: Post,
    is_following: bool,  # noqa: FBT001
    django_assert_num_queries: pytest.FixtureRequest,
    settings: Settings,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    if is_following:
        follower(post, GUEST)
    else:
        ask(post)
    with django_assert_num_queries(7):  # type: ignore[operator]  # two savepoints, the limit, the row, its change
        ask_to_follow(post, email=GUEST, network="192.0.2.7", at=NOW)


def test_a_signed_in_person_follows_at_once_and_twice_is_once(post: Post, reader: User) -> None:
    for _press in range(2):
        follow(post, by=reader, at=NOW)
    made = Follow.objects.get()
    assert (made.confirmed_at, made.user, made.email) == (NOW, reader, reader.email)


def test_who_followed_as_a_guest_and_signs_in_follows_once(post: Post, reader: User) -> None:
    as_guest = follower(post, reader.email, confirmed_at=None)
    follow(post, by=reader, at=NOW)
    made = Follow.objects.get()
    assert (made.pk, made.user, made.confirmed_at) == (as_guest.pk, reader, NOW)


def test_the_author_of_a_reply_follows_the_branch_in_which_it_stands(post: Post, reader: User) -> None:
    root, reply = thread(post, [None, 0])
    Comment.objects.filter(pk=reply.pk).update(user=reader)
    reply.refresh_from_db()
    with translation.override("ro"):
        follow_replies(reply, at=NOW)
    made = Follow.objects.get()
    assert (made.branch_id, made.email, made.user, made.language, made.confirmed_at) == (
        root.pk,
        reader.email,
        reader,
        "ro",
        NOW,
    )


def test_the_author_of_a_root_follows_what_is_written_below_it(post: Post) -> None:
    root = CommentFactory.create(post=post, user_email=GUEST)
    follow_replies(root, at=NOW)
    made = Follow.objects.get()
    assert (made.branch_id, made.email, made.user) == (root.pk, GUEST, None)


def test_a_branch_begins_with_a_public_root_of_the_post(post: Post) -> None:
    root, reply, removed = thread(post, [None, 0, None])
    set_state(Comment.objects.numbered(removed.pk), State.REMOVED, by=None, at=NOW)
    elsewhere = CommentFactory.create(post=PostFactory.create())
    assert find_branch(post, root.pk) == root
    for number in (reply.pk, removed.pk, elsewhere.pk, 0):
        with pytest.raises(NotAnswerableError):
            find_branch(post, number)


def test_a_stop_link_finds_what_it_stops_for_ever(post: Post, settings: Settings) -> None:
    following = follower(post)
    token = following.stop_token
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert find_followed(token) == following
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnknownLinkError):
        find_followed(token)


def test_a_stop_link_of_what_has_stopped_is_known(post: Post) -> None:
    token = follower(post).stop_token
    Follow.objects.all().delete()
    assert find_followed(token) is None


@pytest.mark.parametrize("token", ["", "1", "1.x", "x.y", "1.\udcff", "ж", "1:x" * 500])
def test_a_link_that_this_site_did_not_sign_stops_nothing(post: Post, token: str) -> None:
    follower(post)
    with pytest.raises(UnknownLinkError):
        find_followed(token)


def test_stopping_takes_the_mails_that_wait_with_it_and_no_others(post: Post) -> None:
    following, other = follower(post), follower(post, "other@example.org")
    waiting_mail(following)
    kept = waiting_mail(other, "comment/1/y")
    assert stop(following) is None
    assert list(OutgoingMail.objects.all()) == [kept]
    assert list(Follow.objects.all()) == [other]


def test_stopping_names_something_else_that_the_address_follows(post: Post) -> None:
    following, elsewhere = follower(post), follower(PostFactory.create())
    follower(PostFactory.create(), "other@example.org")
    assert stop(following) == elsewhere


def test_stopping_everything_reaches_what_is_not_confirmed_and_what_was_followed_signed_in(post: Post, reader: User) -> None:
    following = follower(post, reader.email)
    follower(PostFactory.create(), reader.email, confirmed_at=None)
    follower(PostFactory.create(), "old.address@example.org", user=reader)
    kept = follower(post, "other@example.org")
    stop_everything(following)
    assert list(Follow.objects.all()) == [kept]


def test_what_nobody_confirmed_goes_after_a_week_and_networks_are_forgotten_after_a_day(post: Post) -> None:
    asked, following = ask(post), follower(post, network="192.0.2.9")
    assert delete_expired_follows(at=NOW + timedelta(days=1)) == 0
    assert set(Follow.objects.values_list("network", flat=True)) == {"192.0.2.7", "192.0.2.9"}
    assert delete_expired_follows(at=NOW + timedelta(days=2)) == 0
    assert set(Follow.objects.values_list("network", flat=True)) == {""}
    assert delete_expired_follows(at=asked.asked_at + timedelta(days=8)) == 1
    assert list(Follow.objects.all()) == [following]


def test_what_is_followed_goes_with_the_post_and_with_the_branch(post: Post, reader: User) -> None:
    follower(post, user=reader)
    root = CommentFactory.create(post=post)
    follower(post, branch=root)
    root.delete()
    assert Follow.objects.count() == 1
    Post.objects.all().delete()
    assert not Follow.objects.exists()
