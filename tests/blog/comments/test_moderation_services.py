"""Deciding about comments: states, places in the thread, counts."""

import random

import pytest
from django.db import connection
from django.db.models import RestrictedError
from django.test.utils import CaptureQueriesContext
from django_comments.models import Comment as StoredComment

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import delete_comments, set_state
from blog.comments.thread import Entry, read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def count(post: Post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


@pytest.mark.parametrize(
    ("state", "is_public", "is_removed"),
    [(State.PUBLIC, True, False), (State.HELD, False, False), (State.SPAM, False, False), (State.REMOVED, False, True)],
)
def test_the_packages_own_columns_follow_the_state(
    post: Post,
    moderator: User,
    state: State,
    is_public: bool,  # noqa: FBT001  # pytest's way
    is_removed: bool,  # noqa: FBT001  # as above
) -> None:
    (comment,) = thread(post, [None])
    set_state(Comment.objects.all(), state, by=moderator, at=NOW, reason="Off the subject.")
    comment.refresh_from_db()
    assert (comment.state, comment.is_public, comment.is_removed) == (state, is_public, is_removed)
    assert (comment.reason, comment.moderated_by, comment.moderated_at) == ("Off the subject.", moderator, NOW)


def test_hiding_a_root_takes_its_whole_branch_out_of_the_count(post: Post) -> None:
    root, *_others = thread(post, [None, 0, 1, None])
    set_state(Comment.objects.numbered(root.pk), State.HELD, by=None, at=NOW)
    assert count(post) == 1
    set_state(Comment.objects.numbered(root.pk), State.PUBLIC, by=None, at=NOW)
    assert count(post) == 4


def test_a_removed_root_keeps_its_branch_in_the_count(post: Post) -> None:
    root, *_others = thread(post, [None, 0, 1])
    set_state(Comment.objects.numbered(root.pk), State.REMOVED, by=None, at=NOW)
    assert count(post) == 2


def test_saving_a_comment_does_not_publish_the_held_ones_below_it(post: Post) -> None:
    root, held = thread(post, [None, 0])
    set_state(Comment.objects.numbered(held.pk), State.HELD, by=None, at=NOW)
    root.refresh_from_db()
    root.comment = "Edited."
    root.save()
    held.refresh_from_db()
    assert (held.state, held.is_public, held.is_shown) == (State.HELD, False, False)


def test_deciding_about_comments_of_several_posts_keeps_every_count(post: Post) -> None:
    other = PostFactory.create(organization=post.organization)
    thread(post, [None, None])
    thread(other, [None, 0, None])
    assert set_state(Comment.objects.all(), State.SPAM, by=None, at=NOW) == 5
    assert (count(post), count(other)) == (0, 0)
    set_state(Comment.objects.of_post(other), State.PUBLIC, by=None, at=NOW)
    assert (count(post), count(other)) == (0, 3)


def test_deciding_about_nothing_changes_nothing(post: Post) -> None:
    assert set_state(Comment.objects.none(), State.SPAM, by=None, at=NOW) == 0
    assert count(post) == 0


def test_two_thousand_comments_are_decided_in_ten_queries(post: Post) -> None:
    thread(post, [None, *[number // 3 for number in range(1999)]])
    with CaptureQueriesContext(connection) as queries:
        set_state(Comment.objects.all(), State.SPAM, by=None, at=NOW)
    assert len(queries) <= 10
    assert count(post) == 0


def test_hiding_a_root_with_two_thousand_replies_costs_ten_queries(post: Post) -> None:
    root = thread(post, [None] + [0] * 2000)[0]
    with CaptureQueriesContext(connection) as queries:
        set_state(Comment.objects.numbered(root.pk), State.HELD, by=None, at=NOW)
    assert len(queries) <= 10
    assert count(post) == 0


def shown_in(entries: list[Entry]) -> set[int]:
    found: set[int] = set()
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        found.add(entry.comment.pk)
        waiting += entry.replies
    return found


@pytest.mark.parametrize("seed", range(8))
def test_after_any_decisions_page_and_count_agree_with_the_definition(post: Post, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    comments = thread(post, [None, *[chance.choice([None, *range(number)]) for number in range(1, 40)]])
    for _step in range(15):
        some = chance.sample([comment.pk for comment in comments], chance.randint(1, 6))
        set_state(Comment.objects.filter(pk__in=some), chance.choice(list(State)), by=None, at=NOW)
    states = dict(Comment.objects.values_list("pk", "state"))
    parents = {comment.pk: comment.reply_to_id for comment in comments}

    def is_public(pk: int) -> bool:
        above = pk
        while (above := parents[above]) is not None:
            if states[above] not in {State.PUBLIC, State.REMOVED}:
                return False
        return bool(states[pk] == State.PUBLIC)

    public = {pk for pk in states if is_public(pk)}
    with_places = set(public)
    for pk in public:
        above = pk
        while (above := parents[above]) is not None:
            with_places.add(above)
    assert count(post) == len(public) == Comment.objects.public().count()
    assert shown_in(read_thread(post).entries) == with_places


def test_deleting_comments_without_replies_keeps_the_count(post: Post) -> None:
    _root, leaf = thread(post, [None, 0])
    assert delete_comments(Comment.objects.numbered(leaf.pk)) == 1
    assert (count(post), StoredComment.objects.count()) == (1, 1)


def test_deleting_the_last_reply_takes_the_tombstone_above_it_away(post: Post) -> None:
    root, leaf = thread(post, [None, 0])
    set_state(Comment.objects.numbered(root.pk), State.REMOVED, by=None, at=NOW)
    delete_comments(Comment.objects.numbered(leaf.pk))
    assert read_thread(post).entries == []


def test_a_comment_with_replies_is_not_deleted_under_them(post: Post) -> None:
    root, _reply = thread(post, [None, 0])
    with pytest.raises(RestrictedError):
        delete_comments(Comment.objects.numbered(root.pk))
    assert Comment.objects.count() == 2


def test_a_whole_branch_can_be_deleted(post: Post) -> None:
    thread(post, [None, 0, 1])
    assert delete_comments(Comment.objects.all()) == 3
    assert (count(post), StoredComment.objects.count()) == (0, 0)


def test_deleting_a_post_deletes_its_thread_and_no_other(post: Post) -> None:
    other = PostFactory.create(organization=post.organization)
    thread(post, [None, 0, 1, 2, 0])
    thread(other, [None, 0])
    post.delete()
    assert (Comment.objects.count(), StoredComment.objects.count(), count(other)) == (2, 2, 2)


def test_the_package_cannot_delete_a_comment_with_replies_behind_our_back(post: Post) -> None:
    root, _reply = thread(post, [None, 0])
    with pytest.raises(RestrictedError):
        StoredComment.objects.get(pk=root.pk).delete()
