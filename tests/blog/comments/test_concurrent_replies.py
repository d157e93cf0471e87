"""Many replies at the same moment: each is stored in its order and counted, on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from blog.comments.errors import NotAnswerableError, UsedTokenError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import confirm, post_comment, request_confirmation, set_state
from blog.comments.thread import read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import PostFactory, UserFactory

WRITERS = 50
type Action = Callable[[], object]
type AtOnce = Callable[[list[Action]], list[Exception]]


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:  # noqa: ARG001  # threads must see what is stored
    """Runs actions in threads that start together, each with a connection of its own; returns what they raised.

    The suite's SQLite database is in memory and locks whole tables at once, so here it is copied into a file, as sites have it.
    """
    of_the_suite = connections["default"]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = tmp_path / "shared.sqlite3"
        with closing(sqlite3.connect(path)) as file:
            of_the_suite.connection.backup(file)
        name = str(path)
    else:
        name = of_the_suite.settings_dict["NAME"]

    def connect() -> None:
        connections["default"] = of_the_suite.copy()
        connections["default"].settings_dict["NAME"] = name

    def run_all(actions: list[Action]) -> list[Exception]:
        start, raised = Barrier(len(actions)), list[Exception]()

        def run(action: Action) -> None:
            connect()
            start.wait()
            try:
                action()
            except Exception as error:  # noqa: BLE001  # the test looks at it
                raised.append(error)
            finally:
                connections["default"].close()

        workers = [Thread(target=run, args=(action,)) for action in actions]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return raised

    connect()
    yield run_all
    connections["default"].close()
    connections["default"] = of_the_suite


def reply(post: Post, author: Author, number: int, *, to: int | None) -> Action:
    return lambda: post_comment(post, by=author, text=f"Reply {number}", reply_to=to, at=NOW)


def authors(count: int) -> list[Author]:
    return [Author.of_user(UserFactory.create()) for _number in range(count)]


def count(post: Post) -> int:
    return Post.objects.get(pk=post.pk).comment_count


def test_fifty_replies_at_once_are_all_stored_in_their_order_and_counted(at_once: AtOnce) -> None:
    post = PostFactory.create()
    root, below = thread(post, [None, 0])
    targets = [None, root.pk, below.pk]
    actions = [reply(post, author, number, to=targets[number % 3]) for number, author in enumerate(authors(WRITERS))]
    assert at_once(actions) == []
    assert count(post) == Comment.objects.public().count() == WRITERS + 2
    entries = read_thread(post).entries
    assert [entry.comment.pk for entry in entries] == sorted(entry.comment.pk for entry in entries)
    assert len(entries) == 1 + len([number for number in range(WRITERS) if targets[number % 3] is None])
    assert {comment.thread_id for comment in Comment.objects.below(1, root.pk)} == {root.pk}


def test_hiding_a_root_while_people_reply_to_it_leaves_no_reply_in_sight(at_once: AtOnce) -> None:
    post = PostFactory.create()
    (root,) = thread(post, [None])
    hide: Action = lambda: set_state(Comment.objects.numbered(root.pk), State.HELD, by=None, at=NOW)  # noqa: E731
    replies = [reply(post, author, number, to=root.pk) for number, author in enumerate(authors(20))]
    raised = at_once([*replies[:10], hide, *replies[10:]])
    assert {type(error) for error in raised} <= {NotAnswerableError}
    assert count(post) == 0
    assert read_thread(post).entries == []
    assert Comment.objects.count() == 21 - len(raised)


def test_deciding_about_two_posts_in_both_orders_never_deadlocks(at_once: AtOnce) -> None:
    posts = [PostFactory.create(), PostFactory.create()]
    for post in posts:
        thread(post, [None] * 5)
    everything = Comment.objects.all()
    actions: list[Action] = [
        lambda order=order, state=state: set_state(everything.order_by(order), state, by=None, at=NOW)  # type: ignore[misc]
        for order in ("pk", "-pk")
        for state in (State.SPAM, State.PUBLIC, State.HELD, State.REMOVED)
    ]
    assert at_once(actions) == []
    assert [count(post) for post in posts] == [Comment.objects.public().of_post(post).count() for post in posts]


def test_a_link_that_is_confirmed_many_times_at_once_makes_one_comment(at_once: AtOnce) -> None:
    post = PostFactory.create()
    guest = Author(name="Guest One", email="guest.one@example.org")
    token = request_confirmation(post, by=guest, text="Well said.", at=NOW).renew_token()
    raised = at_once([lambda: confirm(token, at=NOW)] * 10)
    assert [type(error) for error in raised] == [UsedTokenError] * 9
    assert (Comment.objects.count(), count(post)) == (1, 1)
