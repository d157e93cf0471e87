"""What is kept of the package's ways of having a say: its signals and its moderators."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models.signals import pre_save
from django.dispatch import Signal
from django_comments.moderation import CommentModerator
from django_comments.moderation import moderator as stock_moderator
from django_comments.signals import comment_was_posted, comment_will_be_posted
from django_comments_xtd.models import publish_or_unpublish_on_pre_save
from django_comments_xtd.moderation import XtdCommentModerator
from django_comments_xtd.moderation import moderator as xtd_moderator
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.comments.errors import RefusedError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import post_comment
from blog.posts.models import Post
from tests.blog.comments.samples import NOW

pytestmark = pytest.mark.django_db


@contextmanager
def receiving(signal: Signal, receiver: Any) -> Iterator[None]:
    signal.connect(receiver, sender=Comment)
    try:
        yield
    finally:
        signal.disconnect(receiver, sender=Comment)


def count(post: Post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


def test_a_receiver_can_refuse_a_comment(post: Post, by_reader: Author) -> None:
    def refuse(**_kwargs: Any) -> bool:
        return False

    with receiving(comment_will_be_posted, refuse), pytest.raises(RefusedError):
        post_comment(post, by=by_reader, text="Well said.", at=NOW)
    assert (Comment.objects.count(), count(post)) == (0, 0)


def test_a_receiver_can_have_a_comment_held(post: Post, by_reader: Author) -> None:
    def hold(comment: Comment, **_kwargs: Any) -> None:
        comment.is_public = False

    with receiving(comment_will_be_posted, hold):
        comment = post_comment(post, by=by_reader, text="Well said.", at=NOW)
    assert (comment.state, comment.is_shown, count(post)) == (State.HELD, False, 0)


def test_a_receiver_sees_the_whole_comment(post: Post, by_reader: Author) -> None:
    seen: list[Any] = []

    def look(comment: Comment, request: object, **_kwargs: Any) -> None:
        seen.extend([comment.comment, comment.content_object, comment.ip_address, request])

    with receiving(comment_will_be_posted, look):
        post_comment(post, by=by_reader, text="Well said.", at=NOW)
    assert seen == ["Well said.", post, "192.0.2.1", None]


def test_after_the_commit_receivers_are_told(
    post: Post, by_reader: Author, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    told: list[Comment] = []

    def tell(comment: Comment, **_kwargs: Any) -> None:
        told.append(comment)

    with receiving(comment_was_posted, tell), django_capture_on_commit_callbacks(execute=True):
        comment = post_comment(post, by=by_reader, text="Well said.", at=NOW)
        assert told == []
    assert told == [comment]


def test_a_receiver_that_fails_afterwards_costs_the_writer_nothing(
    post: Post, by_reader: Author, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fail(**_kwargs: Any) -> None:
        raise RuntimeError

    with receiving(comment_was_posted, fail), django_capture_on_commit_callbacks(execute=True):
        post_comment(post, by=by_reader, text="Well said.", at=NOW)
    assert count(post) == 1


@pytest.mark.parametrize(("moderator", "base"), [(stock_moderator, CommentModerator), (xtd_moderator, XtdCommentModerator)])
def test_moderators_of_both_packages_are_asked(post: Post, by_reader: Author, moderator: Any, base: Any) -> None:
    class Strict(base):  # type: ignore[misc]  # the packages are not annotated
        def allow(self, comment: Comment, content_object: Post, request: object) -> bool:  # noqa: ARG002
            return "spam" not in comment.comment

        def moderate(self, comment: Comment, content_object: Post, request: object) -> bool:  # noqa: ARG002
            return "perhaps" in comment.comment

    moderator.register(Post, Strict)
    try:
        with pytest.raises(RefusedError):
            post_comment(post, by=by_reader, text="spam", at=NOW)
        assert post_comment(post, by=by_reader, text="perhaps", at=NOW).state == State.HELD
        assert post_comment(post, by=by_reader, text="fine", at=NOW).state == State.PUBLIC
    finally:
        moderator.unregister(Post)
    assert count(post) == 1


def test_the_receiver_that_publishes_held_replies_is_gone() -> None:
    live = [receiver for group in pre_save._live_receivers(Comment) for receiver in group]
    assert publish_or_unpublish_on_pre_save not in live
