"""What the spam filter learns from moderators, and forgets when they change their minds."""

from datetime import timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.models import Comment, Decision, State, Via
from blog.comments.services import decide, undo
from blog.comments.tasks import teach
from blog.posts.models import Post
from blog.spam.models import WordCount
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def known(post: Post, word: str = "pills") -> tuple[int, int]:
    """Return in how many texts that were spam, and in how many that were not, a word is known."""
    row = WordCount.objects.filter(organization=post.organization_id, token=word).values_list("spam", "ham").first()
    return row or (0, 0)


@pytest.mark.parametrize(
    ("before", "state", "counts"),
    [
        (State.HELD, State.SPAM, (1, 0)),
        (State.PUBLIC, State.SPAM, (1, 0)),
        (State.HELD, State.PUBLIC, (0, 1)),
        (State.SPAM, State.PUBLIC, (0, 1)),
        (State.PUBLIC, State.PUBLIC, (0, 0)),
        (State.SPAM, State.SPAM, (0, 0)),
        (State.HELD, State.REMOVED, (0, 0)),
        (State.PUBLIC, State.HELD, (0, 0)),
    ],
)
def test_a_decision_teaches_what_it_says_about_the_text(
    post: Post, moderator: User, before: State, state: State, counts: tuple[int, int], commit: DjangoCaptureOnCommitCallbacks
) -> None:
    CommentFactory.create(post=post, state=before, comment="Cheap pills")
    with commit(execute=True):
        decide(Comment.objects.all(), state, by=moderator, at=NOW)
    assert known(post) == counts


@pytest.mark.parametrize("via", [Via.SYSTEM, Via.AUTHOR])
def test_what_no_moderator_decided_teaches_nothing(post: Post, via: Via, commit: DjangoCaptureOnCommitCallbacks) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    with commit(execute=True):
        decide(Comment.objects.all(), State.SPAM, by=None, at=NOW, via=via)
    assert known(post) == (0, 0)


def test_a_lesson_is_taught_once(post: Post, moderator: User, commit: DjangoCaptureOnCommitCallbacks) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    with commit(execute=True):
        decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    teach.func(Decision.objects.get().pk)
    assert known(post) == (1, 0)


def test_what_was_undone_is_forgotten(post: Post, moderator: User, commit: DjangoCaptureOnCommitCallbacks) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    with commit(execute=True):
        (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    with commit(execute=True):
        undo(decision, by=moderator, at=NOW + timedelta(minutes=1))
    assert known(post) == (0, 0)


def test_what_was_undone_before_it_was_learned_is_never_learned(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    undo(decision, by=moderator, at=NOW)
    teach.func(decision.pk)
    assert known(post) == (0, 0)


def test_the_last_word_counts(post: Post, moderator: User, commit: DjangoCaptureOnCommitCallbacks) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    for minutes, state in enumerate((State.SPAM, State.PUBLIC)):
        with commit(execute=True):
            decisions = decide(Comment.objects.all(), state, by=moderator, at=NOW + timedelta(minutes=minutes))
    assert known(post) == (0, 1)
    with commit(execute=True):
        undo(decisions[0], by=moderator, at=NOW + timedelta(hours=1))
    assert known(post) == (1, 0)


def test_what_is_removed_after_it_was_spam_stays_a_lesson(
    post: Post, moderator: User, commit: DjangoCaptureOnCommitCallbacks
) -> None:
    CommentFactory.create(post=post, comment="Cheap pills")
    for state in (State.SPAM, State.REMOVED):
        with commit(execute=True):
            decide(Comment.objects.all(), state, by=moderator, at=NOW, reason="Advertising")
    assert known(post) == (1, 0)


def test_a_decision_that_is_gone_teaches_nothing() -> None:
    teach.func(4711)
    assert WordCount.objects.count() == 0
