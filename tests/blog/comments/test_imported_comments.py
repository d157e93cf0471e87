"""Comments that come with imported documents."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_comments.signals import comment_was_posted, comment_will_be_posted

from blog.comments.models import Comment, State
from blog.comments.services import add_imported_comments, set_state
from blog.comments.thread import read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, Item, outline
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


def test_they_are_public_and_counted_in_their_order(post: Post) -> None:
    items = [Item(text="One"), Item(text="Two", parent=0), Item(text="Three"), Item(text="Four", parent=1)]
    assert add_imported_comments(post, items, at=NOW) == 4
    comments = list(Comment.objects.oldest_first())
    post.refresh_from_db()
    assert [comment.comment for comment in comments] == ["One", "Two", "Three", "Four"]
    assert outline(read_thread(post).entries, comments) == [0, [1, [3]], 2]
    assert (post.comment_count, {comment.state for comment in comments}) == (4, {State.PUBLIC})


def test_they_carry_what_a_comment_carries(post: Post) -> None:
    add_imported_comments(post, [Item(), Item(text="So *it* is.", submitted_at=LONG_AGO, parent=0)], at=NOW)
    root, comment = Comment.objects.oldest_first()
    assert (comment.submit_date, comment.body_html) == (LONG_AGO, "<p>So <em>it</em> is.</p>")
    assert (comment.content_object, comment.site_id, comment.is_public) == (post, 1, True)
    assert (comment.level, comment.parent_id, comment.thread_id, comment.root) == (1, root.pk, root.pk, root)


def test_a_missing_date_is_marked_as_not_known(post: Post) -> None:
    add_imported_comments(post, [Item(submitted_at=None)], at=NOW)
    comment = Comment.objects.get()
    assert (comment.submit_date, comment.is_date_known) == (NOW, False)


def test_a_date_without_a_zone_is_one_of_the_sites(post: Post) -> None:
    naive = datetime(2017, 8, 9, 10, 0)  # noqa: DTZ001  # as documents have them
    add_imported_comments(post, [Item(submitted_at=naive)], at=NOW)
    assert Comment.objects.get().submit_date == naive.replace(tzinfo=UTC)


def test_names_and_texts_lose_what_no_database_takes(post: Post) -> None:
    add_imported_comments(post, [Item(author_name="A\x00\n\u202eB " + "c " * 80, text="x\x00y\r\nz")], at=NOW)
    comment = Comment.objects.get()
    assert comment.comment == "xy\nz"
    assert comment.user_name == "A B" + " c" * 23 + "…"


def test_no_mail_and_no_signal_goes_out(post: Post) -> None:
    heard: list[object] = []

    def hear(**kwargs: object) -> None:
        heard.append(kwargs)

    for signal in (comment_will_be_posted, comment_was_posted):
        signal.connect(hear)
    try:
        add_imported_comments(post, [Item()], at=NOW)
    finally:
        for signal in (comment_will_be_posted, comment_was_posted):
            signal.disconnect(hear)
    assert (heard, mail.outbox) == ([], [])


def test_a_second_import_adds_what_is_new_below_what_was_there(post: Post) -> None:
    items = [Item(text="One"), Item(text="Two", parent=0)]
    add_imported_comments(post, items, at=NOW)
    items += [Item(text="Three", parent=1), Item(text="Four", parent=2)]
    assert add_imported_comments(post, items, at=NOW, skip=2) == 2
    comments = list(Comment.objects.oldest_first())
    assert outline(read_thread(post).entries, comments) == [0, [1, [2, [3]]]]


def test_a_new_comment_below_one_that_was_held_since_does_not_show(post: Post) -> None:
    add_imported_comments(post, [Item(text="One")], at=NOW)
    set_state(Comment.objects.all(), State.HELD, by=None, at=NOW)
    add_imported_comments(post, [Item(text="One"), Item(text="Two", parent=0)], at=NOW, skip=1)
    post.refresh_from_db()
    assert (post.comment_count, read_thread(post).entries) == (0, [])


def test_a_new_comment_below_one_that_was_deleted_since_stands_on_its_own(post: Post) -> None:
    items = [Item(text="One"), Item(text="Two", parent=0)]
    add_imported_comments(post, items, at=NOW, skip=1)
    assert Comment.objects.get().reply_to is None


@pytest.mark.parametrize("parent", [0, 1, 7, -1])
def test_a_comment_that_answers_a_later_one_or_itself_is_an_error(post: Post, parent: int) -> None:
    with pytest.raises(ValueError, match="comment 0 answers one that does not come before it"):
        add_imported_comments(post, [Item(parent=parent), Item()], at=NOW)


def test_a_thousand_comments_cost_few_queries(post: Post) -> None:
    add_imported_comments(PostFactory.create(), [Item()], at=NOW)
    with CaptureQueriesContext(connection) as queries:
        add_imported_comments(post, [Item(parent=None if number == 0 else number - 1) for number in range(1000)], at=NOW)
    assert len(queries) < 40


def test_nothing_is_imported_from_nothing(post: Post) -> None:
    assert add_imported_comments(post, [], at=NOW) == 0
