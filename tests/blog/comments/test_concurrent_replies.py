"""Many replies at the same moment: each is stored in its order and counted, on SQLite and on PostgreSQL."""

from blog.comments.errors import NotAnswerableError, UsedTokenError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import confirm, post_comment, request_confirmation, set_state
from blog.comments.thread import read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import PostFactory, UserFactory

__all__ = ["at_once"]
WRITERS = 50


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


def test_fifty_replies_at_once_to_one_comment_are_neither_lost_nor_doubled_and_stand_in_order(at_once: AtOnce) -> None:
    post = PostFactory.create()
    (root,) = thread(post, [None])
    actions = [reply(post, author, number, to=root.pk) for number, author in enumerate(authors(WRITERS))]
    assert at_once(actions) == []
    stored = Comment.objects.below(root.pk, root.pk).oldest_first()
    assert sorted(comment.comment for comment in stored) == sorted(f"Reply {number}" for number in range(WRITERS))
    assert count(post) == Comment.objects.public().count() == WRITERS + 1
    (entry,) = read_thread(post).entries
    assert [below.comment.pk for below in entry.replies] == [comment.pk for comment in stored]
    assert {(comment.reply_to_id, comment.root_id, comment.level) for comment in stored} == {(root.pk, root.pk, 1)}


def test_the_same_words_sent_twenty_times_at_once_make_one_reply(at_once: AtOnce) -> None:
    post = PostFactory.create()
    (root,) = thread(post, [None])
    (author,) = authors(1)
    assert at_once([reply(post, author, 1, to=root.pk)] * 20) == []
    assert Comment.objects.below(root.pk, root.pk).count() == 1
    assert count(post) == 2


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
