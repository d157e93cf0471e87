"""Changing one's own reply: who can, how long, and what is looked at again."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.errors import (
    AnsweredError,
    ConfirmedMeanwhileError,
    NotOwnError,
    TakenDownError,
    TooLateError,
    TooOftenError,
    WaitsForModeratorError,
)
from blog.comments.models import Comment, CommentVersion, State
from blog.comments.services import Owner, change_text, change_unconfirmed, confirm, set_state
from blog.comments.services.owners import EDIT_WINDOW
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, THEIRS, waiting, written
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
OWNER = Owner(visitor_key=OURS.key)
SOON = NOW + timedelta(minutes=5)


def state_of(comment: Comment) -> str:
    return str(Comment.objects.values_list("state", flat=True).get(pk=comment.pk))


def test_the_earlier_text_stays_for_moderators(post: Post) -> None:
    comment = written(post)
    change_text(comment, by=OWNER, text="What I *mean*.", at=SOON)
    comment.refresh_from_db()
    assert (comment.comment, comment.body_html) == ("What I *mean*.", "<p>What I <em>mean</em>.</p>")
    assert (comment.edited_at, comment.submit_date, comment.state) == (SOON, NOW, State.PUBLIC)
    version = CommentVersion.objects.get()
    assert (version.comment, version.text, version.written_at) == (comment, "What I *think*.", NOW)


def test_each_version_carries_the_moment_at_which_it_was_written(post: Post) -> None:
    comment = written(post)
    for minutes, text in ((1, "second"), (2, "third")):
        change_text(comment, by=OWNER, text=text, at=NOW + timedelta(minutes=minutes))
    rows = CommentVersion.objects.order_by("pk").values_list("text", "written_at")
    assert list(rows) == [("What I *think*.", NOW), ("second", NOW + timedelta(minutes=1))]


def test_the_same_text_is_no_change(post: Post) -> None:
    comment = change_text(written(post), by=OWNER, text="What I *think*.", at=SOON)
    assert (comment.edited_at, CommentVersion.objects.count()) == (None, 0)


def test_it_costs_the_same_in_every_thread(post: Post, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    comment = written(post)
    CommentFactory.create_batch(5, post=post)
    with django_assert_num_queries(12):
        change_text(comment, by=OWNER, text="What I *mean*.", at=SOON)


def test_after_a_quarter_of_an_hour_it_is_too_late(post: Post) -> None:
    comment = written(post)
    change_text(comment, by=OWNER, text="in time", at=NOW + EDIT_WINDOW - timedelta(seconds=1))
    with pytest.raises(TooLateError, match="15 minutes"):
        change_text(comment, by=OWNER, text="late", at=NOW + EDIT_WINDOW)


def test_changing_does_not_make_the_time_longer(post: Post) -> None:
    comment = written(post)
    change_text(comment, by=OWNER, text="in time", at=NOW + timedelta(minutes=14))
    with pytest.raises(TooLateError):
        change_text(comment, by=OWNER, text="late", at=NOW + timedelta(minutes=16))


def test_the_first_public_reply_ends_it(post: Post) -> None:
    comment = written(post)
    CommentFactory.create(post=post, reply_to=comment)
    with pytest.raises(AnsweredError):
        change_text(comment, by=OWNER, text="late", at=SOON)


def test_a_reply_that_nobody_sees_does_not_end_it(post: Post) -> None:
    comment = written(post)
    CommentFactory.create(post=post, reply_to=comment, state=State.HELD)
    assert change_text(comment, by=OWNER, text="in time", at=SOON).comment == "in time"


@pytest.mark.parametrize(
    ("state", "error"),
    [(State.HELD, WaitsForModeratorError), (State.REMOVED, TakenDownError), (State.SPAM, TakenDownError)],
)
def test_what_a_moderator_has_to_do_with_meanwhile_stays_as_it_is(post: Post, state: State, error: type[Exception]) -> None:
    comment = written(post)
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
    with pytest.raises(error):
        change_text(comment, by=OWNER, text="other words", at=SOON)
    assert not CommentVersion.objects.exists()


def test_others_cannot(post: Post, reader: User) -> None:
    comment = written(post)
    for owner in (Owner(), Owner(visitor_key=THEIRS.key), Owner(user=reader)):
        with pytest.raises(NotOwnError):
            change_text(comment, by=owner, text="not mine", at=SOON)


def test_a_comment_without_a_key_is_nobodys(post: Post) -> None:
    with pytest.raises(NotOwnError):
        change_text(CommentFactory.create(post=post, submit_date=NOW), by=Owner(visitor_key=""), text="mine?", at=SOON)


def test_the_key_of_a_browser_opens_no_account(post: Post, reader: User) -> None:
    comment = written(post, user=reader)
    with pytest.raises(NotOwnError):
        change_text(comment, by=OWNER, text="not mine", at=SOON)


def test_somebody_who_has_signed_in_changes_their_own(post: Post, reader: User) -> None:
    comment = CommentFactory.create(post=post, user=reader, submit_date=NOW)
    assert change_text(comment, by=Owner(user=reader), text="in time", at=SOON).edited_at == SOON


def test_after_many_changes_the_next_one_has_to_wait(post: Post) -> None:
    comment = written(post)
    for number in range(9):
        change_text(comment, by=OWNER, text=f"text {number}", at=SOON)
    with pytest.raises(TooOftenError) as refusal:
        change_text(comment, by=OWNER, text="one more", at=SOON)
    assert refusal.value.wait_seconds == 600


def test_a_change_is_no_way_around_the_filter(
    post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    comment = written(post, comment="What I think.")
    links = " ".join(f"https://shop{number}.example/ cheap pills" for number in range(12))
    with django_capture_on_commit_callbacks() as callbacks:
        change_text(comment, by=OWNER, text=links, at=SOON)
    comment.refresh_from_db()
    assert (comment.state, comment.is_shown) == (State.HELD, False)
    assert comment.spam_score > 0
    assert comment.signals
    assert callbacks


def test_where_all_is_held_a_change_is_held(post: Post) -> None:
    comment = written(post)
    Organization.objects.update(comment_policy=CommentPolicy.ALL_HELD)
    change_text(comment, by=OWNER, text="other words", at=SOON)
    assert state_of(comment) == State.HELD


def test_what_a_moderator_approved_is_held_again(post: Post, moderator: User) -> None:
    comment = written(post, state=State.HELD)
    Organization.objects.update(comment_policy=CommentPolicy.FIRST_HELD)
    set_state(Comment.objects.numbered(comment.pk), State.PUBLIC, by=moderator, at=NOW)
    changed = change_text(comment, by=OWNER, text="other words", at=SOON)
    assert (changed.state, state_of(comment)) == (State.HELD, State.HELD)


def test_a_moderators_own_words_are_not(post: Post, moderator: User) -> None:
    comment = CommentFactory.create(post=post, user=moderator, submit_date=NOW)
    set_state(Comment.objects.numbered(comment.pk), State.PUBLIC, by=moderator, at=NOW)
    change_text(comment, by=Owner(user=moderator), text="other words", at=SOON)
    assert state_of(comment) == State.PUBLIC


def test_a_reply_that_waits_for_its_confirmation_is_changed_without_a_new_mail(post: Post) -> None:
    pending = waiting(post)
    token = pending.renew_token()
    change_unconfirmed(pending, by=OWNER, text="What I mean.", at=NOW + timedelta(hours=2))
    assert confirm(token, at=NOW + timedelta(hours=3)).comment == "What I mean."


def test_once_confirmed_it_does_not_wait_any_more(post: Post) -> None:
    pending = waiting(post)
    confirm(pending.renew_token(), at=NOW)
    with pytest.raises(ConfirmedMeanwhileError):
        change_unconfirmed(pending, by=OWNER, text="late", at=SOON)


def test_what_has_run_out_is_not_found(post: Post) -> None:
    with pytest.raises(NotOwnError):
        change_unconfirmed(waiting(post), by=OWNER, text="late", at=NOW + timedelta(days=3))
