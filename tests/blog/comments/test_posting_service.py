"""Writing a comment as a signed-in person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.comments.errors import ClosedError, NotAnswerableError, TooManyError
from blog.comments.limits import COMMENTS_OF_USER
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import post_comment, posting, set_state
from blog.organizations.models import CommentPolicy
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_reply_to_a_post_is_a_root_and_counted(post: Post, by_reader: Author, reader: User) -> None:
    comment = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    comment.refresh_from_db()
    post.refresh_from_db()
    assert (comment.user, comment.user_name, comment.user_email) == (reader, "Reader One", "")
    assert (comment.reply_to, comment.root, comment.level, comment.thread_id) == (None, None, 0, 0)
    assert (comment.is_shown, comment.is_public, comment.submit_date, comment.ip_address) == (True, True, NOW, "192.0.2.1")
    assert (comment.content_object, comment.object_pk) == (post, str(post.pk))
    assert post.comment_count == 1


def test_a_reply_to_a_reply_knows_its_parent_root_and_depth(post: Post, by_reader: Author) -> None:
    root, above = thread(post, [None, 0])
    comment = post_comment(post, by=by_reader, text="Indeed.", reply_to=above.pk, at=NOW)
    comment.refresh_from_db()
    assert (comment.reply_to, comment.root, comment.level) == (above, root, 2)
    assert (comment.parent_id, comment.thread_id) == (above.pk, root.pk)


def test_below_the_greatest_depth_a_reply_stands_beside_what_it_answers(post: Post, by_reader: Author) -> None:
    deepest = thread(post, [None, *range(32)])[-1]
    comment = post_comment(post, by=by_reader, text="Deeper still.", reply_to=deepest.pk, at=NOW)
    assert (comment.level, comment.reply_to) == (32, deepest.reply_to)


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_what_is_not_public_cannot_be_answered(post: Post, by_reader: Author, state: State) -> None:
    comment, below = thread(post, [None, 0])
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
    with pytest.raises(NotAnswerableError):
        post_comment(post, by=by_reader, text="Hello?", reply_to=comment.pk, at=NOW)
    if state != State.REMOVED:
        with pytest.raises(NotAnswerableError):
            post_comment(post, by=by_reader, text="Hello?", reply_to=below.pk, at=NOW)


def test_a_comment_of_another_post_cannot_be_answered(post: Post, by_reader: Author) -> None:
    (elsewhere,) = thread(PostFactory.create(organization=post.organization), [None])
    with pytest.raises(NotAnswerableError):
        post_comment(post, by=by_reader, text="Hello?", reply_to=elsewhere.pk, at=NOW)


def test_a_refused_reply_leaves_nothing_behind(post: Post, by_reader: Author) -> None:
    with pytest.raises(NotAnswerableError):
        post_comment(post, by=by_reader, text="Hello?", reply_to=2_000_000_000, at=NOW)
    post.refresh_from_db()
    assert (post.comment_count, Comment.objects.count()) == (0, 0)


def test_a_held_reply_is_stored_but_neither_shown_nor_counted(post: Post, by_reader: Author) -> None:
    post.comment_policy = CommentPolicy.ALL_HELD
    comment = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    post.refresh_from_db()
    assert (comment.state, comment.is_public, comment.is_shown, post.comment_count) == (State.HELD, False, False, 0)


def test_a_closed_post_takes_no_reply(post: Post, by_reader: Author) -> None:
    post.comment_policy = CommentPolicy.CLOSED
    with pytest.raises(ClosedError):
        post_comment(post, by=by_reader, text="Too late.", at=NOW)


def test_the_same_words_sent_twice_are_one_comment(post: Post, by_reader: Author) -> None:
    first = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    second = post_comment(post, by=by_reader, text="Well said.", at=NOW + timedelta(seconds=2))
    assert first == second
    assert Comment.objects.count() == 1


def test_the_same_words_elsewhere_or_from_others_are_another_comment(post: Post, by_reader: Author) -> None:
    first = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    other_post = PostFactory.create(organization=post.organization)
    post_comment(other_post, by=by_reader, text="Well said.", at=NOW)
    post_comment(post, by=by_reader, text="Well said.", reply_to=first.pk, at=NOW)
    post_comment(post, by=Author.of_user(UserFactory.create()), text="Well said.", at=NOW)
    assert Comment.objects.count() == 4


def test_after_ten_replies_in_ten_minutes_a_person_waits(post: Post, by_reader: Author) -> None:
    for number in range(COMMENTS_OF_USER.rows):
        post_comment(post, by=by_reader, text=f"Reply {number}", at=NOW + timedelta(minutes=number))
    with pytest.raises(TooManyError) as refusal:
        post_comment(post, by=by_reader, text="One more", at=NOW + timedelta(minutes=9, seconds=30))
    assert refusal.value.wait_seconds == 30
    post_comment(post, by=by_reader, text="One more", at=NOW + timedelta(minutes=10))


@pytest.mark.parametrize("length", [1, 500])
@pytest.mark.parametrize(
    ("policy", "text", "policy_queries"),
    [
        (CommentPolicy.OPEN, "Well said.", 0),
        (CommentPolicy.FIRST_HELD, "Well said.", 1),
        (CommentPolicy.ALL_HELD, "Well said.", 1),
        (CommentPolicy.OPEN, "Look: " + "https://example.com " * 9, 1),
    ],
)
def test_posting_costs_the_same_queries_at_any_length(
    post: Post,
    by_reader: Author,
    length: int,
    policy: CommentPolicy,
    text: str,
    policy_queries: int,
) -> None:
    root = thread(post, [None] * length)[0]
    post_comment(post, by=by_reader, text="Warms the cache of content types.", at=NOW)
    post.comment_policy = policy
    with CaptureQueriesContext(connection) as queries:
        post_comment(post, by=by_reader, text=text, reply_to=root.pk, at=NOW)
    in_a_transaction = 2
    assert len(queries) == 8 + policy_queries + in_a_transaction


@pytest.mark.parametrize("policy", [CommentPolicy.OPEN, CommentPolicy.ALL_HELD])
def test_of_what_follows_a_reply_each_task_costs_one_query(
    post: Post,
    by_reader: Author,
    policy: CommentPolicy,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.AKISMET_KEY = "a key"
    post.comment_policy = policy
    with django_capture_on_commit_callbacks() as callbacks:
        post_comment(post, by=by_reader, text="Well said.", at=NOW)
    with CaptureQueriesContext(connection) as queries:
        for callback in callbacks:
            callback()
    assert len(queries) == {CommentPolicy.OPEN: 2, CommentPolicy.ALL_HELD: 1}[policy]


def test_a_reply_keeps_from_which_browser_it_came_and_which_picture_is_drawn(post: Post, reader: User) -> None:
    by = Author.of_user(reader, visitor_key="a" * 64)
    comment = post_comment(post, by=by, text="Well said, all of you there!", at=NOW)
    comment.refresh_from_db()
    assert (comment.visitor_key, comment.identicon) == ("a" * 64, by.identicon)
    assert len(comment.text_hash) == 64


def test_followers_hear_of_a_public_reply_and_moderators_of_a_held_one(
    post: Post, by_reader: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(posting, "announce", lambda numbers: told.append(list(numbers)))
    monkeypatch.setattr(posting, "alert", told.append)
    public = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    post.comment_policy = CommentPolicy.ALL_HELD
    held = post_comment(post, by=by_reader, text="Well said again.", at=NOW)
    assert told == [[public.pk], held]


def test_a_user_whose_name_is_longer_than_the_packages_column_can_comment(post: Post) -> None:
    user = UserFactory.create(name="N" * 150)
    comment = post_comment(post, by=Author.of_user(user), text="Well said.", at=NOW)
    comment.refresh_from_db()
    assert (len(comment.user_name), comment.author_name) == (50, "N" * 150)
