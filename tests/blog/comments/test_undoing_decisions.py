"""Undoing a decision: everything stands as before, but for what was decided about since."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.accounts.models import User
from blog.comments.models import Comment, Decision, Report, State, Via
from blog.comments.services import NotUndoableError, Undone, decide, set_state, undo, with_replies
from blog.comments.services.moderation import recount
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def states() -> dict[int, tuple[str, str, bool, bool, bool]]:
    columns = ("state", "reason", "is_shown", "is_public", "is_removed")
    return {pk: tuple(rest) for pk, *rest in Comment.objects.values_list("pk", *columns)}


def test_every_comment_stands_as_before(post: Post, moderator: User) -> None:
    comments = [CommentFactory.create(post=post, state=state, reason=f"Was {state}.") for state in State]
    recount({post.pk})
    post.refresh_from_db()
    before, counted = states(), post.comment_count
    (decision,) = decide(Comment.objects.all(), State.REMOVED, by=moderator, at=NOW, reason="All of them.")
    assert undo(decision, by=moderator, at=LATER) == Undone(len(comments), 0)
    post.refresh_from_db()
    assert (states(), post.comment_count) == (before, counted)


def test_the_log_says_who_undid_it_and_when(post: Post, moderator: User, owner: User) -> None:
    CommentFactory.create(post=post)
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    undo(decision, by=owner, at=LATER)
    decision.refresh_from_db()
    assert (decision.by, decision.undone_by, decision.undone_at) == (moderator, owner, LATER)
    assert Comment.objects.get().moderated_by == owner


def test_what_was_decided_about_since_is_left(post: Post, moderator: User) -> None:
    first, second = CommentFactory.create_batch(2, post=post)
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    decide(Comment.objects.numbered(second.pk), State.REMOVED, by=moderator, at=LATER, reason="Off topic.")
    assert undo(decision, by=moderator, at=LATER) == Undone(1, 1)
    assert {pk: state for pk, (state, *_rest) in states().items()} == {first.pk: State.PUBLIC, second.pk: State.REMOVED}


def test_where_everything_was_decided_about_since_the_decision_stands(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    decide(Comment.objects.all(), State.HELD, by=moderator, at=LATER)
    assert undo(decision, by=moderator, at=LATER) == Undone(0, 1)
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_once_the_later_decision_is_undone_the_earlier_can_be(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    (first,) = decide(Comment.objects.all(), State.HELD, by=moderator, at=NOW)
    (second,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=LATER)
    undo(second, by=moderator, at=LATER)
    assert Comment.objects.get().state == State.HELD
    assert undo(first, by=moderator, at=LATER) == Undone(1, 0)
    assert Comment.objects.get().state == State.PUBLIC


def test_a_decision_is_undone_once(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    undo(decision, by=moderator, at=LATER)
    with pytest.raises(NotUndoableError):
        undo(decision, by=moderator, at=LATER)


def test_what_authors_did_themselves_is_not_undone_by_others(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    set_state(Comment.objects.all(), State.REMOVED, by=None, at=NOW, via=Via.AUTHOR)
    with pytest.raises(NotUndoableError):
        undo(Decision.objects.get(), by=moderator, at=LATER)


def test_a_comment_that_its_author_withdrew_meanwhile_stays_withdrawn(post: Post, moderator: User) -> None:
    _root, reply = thread(post, [None, 0])
    (decision,) = decide(Comment.objects.all(), State.REMOVED, by=moderator, at=NOW)
    reply.refresh_from_db()
    reply.comment = ""
    reply.save(update_fields=["comment"])
    assert undo(decision, by=moderator, at=LATER) == Undone(1, 1)
    reply.refresh_from_db()
    assert reply.state == State.REMOVED


def test_the_reports_that_it_closed_are_open_again_and_no_others(post: Post, moderator: User) -> None:
    comment = CommentFactory.create(post=post, open_reports=1)
    opened = Report.objects.create(comment=comment, visitor_key="a", reason="abuse", created_at=NOW)
    Report.objects.create(comment=comment, visitor_key="b", reason="abuse", created_at=NOW, closed_at=NOW - timedelta(days=1))
    (decision,) = decide(Comment.objects.all(), State.PUBLIC, by=moderator, at=NOW)
    undo(decision, by=moderator, at=LATER)
    assert list(Report.objects.open()) == [opened]
    assert Comment.objects.get().open_reports == 1


def test_bringing_a_branch_of_two_thousand_back_costs_as_little_as_hiding_it(post: Post, moderator: User) -> None:
    root = thread(post, [None, *[number // 3 for number in range(1999)]])[0]
    (decision,) = decide(with_replies(root), State.REMOVED, by=moderator, at=NOW, reason="Off topic.")
    with CaptureQueriesContext(connection) as queries:
        undo(decision, by=moderator, at=LATER)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 9
    assert Post.objects.get(pk=post.pk).comment_count == 2000


@pytest.mark.parametrize("seed", range(6))
def test_undoing_all_decisions_from_the_last_to_the_first_leads_back(post: Post, moderator: User, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    comments = thread(post, [None, *[chance.choice([None, *range(number)]) for number in range(1, 25)]])
    post.refresh_from_db()
    before, counted = states(), post.comment_count
    for step in range(10):
        some = chance.sample([comment.pk for comment in comments], chance.randint(1, 6))
        moment = NOW + timedelta(minutes=step)
        decide(Comment.objects.filter(pk__in=some), chance.choice(list(State)), by=moderator, at=moment, reason=str(step))
    for decision in Decision.objects.latest_first():
        assert undo(decision, by=moderator, at=LATER).left == 0
    post.refresh_from_db()
    assert (states(), post.comment_count) == (before, counted)
