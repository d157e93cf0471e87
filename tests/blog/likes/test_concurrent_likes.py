"""Many likes at the same moment: each person counts once, and no count drifts, on SQLite and on PostgreSQL."""

import pytest

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import delete_likes, like, recount, take_back
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import CommentFactory, PostFactory, UserFactory

__all__ = ["at_once"]
READERS = 40
type Target = Post | Comment


@pytest.fixture(params=[PostFactory, CommentFactory])
def target(request: pytest.FixtureRequest, at_once: AtOnce) -> Target:  # noqa: ARG001  # it opens the database
    made: Target = request.param.create()
    return made


def counted(target: Target) -> int:
    return type(target)._default_manager.get(pk=target.pk).like_count


def liking(target: Target, user: User) -> Action:
    return lambda: like(target, by=Liker(user=user), at=NOW)


def taking_back(target: Target, user: User) -> Action:
    return lambda: take_back(target, by=Liker(user=user))


def test_forty_readers_at_once_are_all_counted(at_once: AtOnce, target: Target) -> None:
    assert at_once([liking(target, user) for user in UserFactory.create_batch(READERS)]) == []
    assert counted(target) == Like.objects.count() == READERS


def test_one_reader_who_presses_many_times_counts_once(at_once: AtOnce, target: Target) -> None:
    assert at_once([liking(target, UserFactory.create())] * 20) == []
    assert counted(target) == Like.objects.count() == 1


def test_liking_and_taking_back_at_once_leaves_the_count_at_the_rows(at_once: AtOnce, target: Target) -> None:
    users = UserFactory.create_batch(8)
    actions = [action(target, user) for user in users for action in (liking, taking_back, liking)]
    assert at_once(actions) == []
    assert counted(target) == Like.objects.count()


def test_deleting_and_counting_anew_meanwhile_leave_no_drift(at_once: AtOnce) -> None:
    targets: list[Target] = [*PostFactory.create_batch(2), *CommentFactory.create_batch(2)]
    users = UserFactory.create_batch(5)
    for user in users:
        for target in targets:
            like(target, by=Liker(user=user), at=NOW)
    Post.objects.filter(pk=targets[0].pk).update(like_count=70)
    likers: list[Action] = [liking(target, user) for user in UserFactory.create_batch(4) for target in targets]
    erasers: list[Action] = [lambda user=user: delete_likes(Like.objects.filter(user=user)) for user in users]  # type: ignore[misc]
    assert at_once([*likers, *erasers, recount, recount]) == []
    assert [counted(target) for target in targets] == [Like.objects.on(target).count() for target in targets] == [4] * 4
