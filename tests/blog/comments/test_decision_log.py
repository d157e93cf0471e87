"""Decisions stand in the log: what each says, what it brings about, and what it costs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.models import Comment, DecidedComment, Decision, Report, State, Via
from blog.comments.services import decide, moderation, set_state, with_replies
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db


def test_a_decision_says_who_what_why_when_and_what_was_there_before(post: Post, moderator: User) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD, reason="Links in it.")
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW, reason="Advertising")
    stored = Decision.objects.get()
    assert stored == decision
    assert (stored.organization, stored.by, stored.via) == (post.organization, moderator, Via.ADMIN)
    assert (stored.state, stored.reason, stored.at, stored.comment_count) == (State.SPAM, "Advertising", NOW, 1)
    row = stored.decided.get()
    assert (row.comment_id, row.state_before, row.reason_before) == (comment.pk, State.HELD, "Links in it.")


def test_a_decision_about_comments_of_two_organizations_stands_in_both_logs(
    post: Post, moderator: User, other_organization: Organization
) -> None:
    CommentFactory.create_batch(2, post=post)
    CommentFactory.create(post=PostFactory.create(organization=other_organization))
    decisions = decide(Comment.objects.all(), State.HELD, by=moderator, at=NOW)
    assert {(one.organization, one.comment_count) for one in decisions} == {(post.organization, 2), (other_organization, 1)}


def test_what_nobody_decided_was_decided_by_the_system(post: Post) -> None:
    CommentFactory.create(post=post)
    set_state(Comment.objects.all(), State.HELD, by=None, at=NOW)
    assert (Decision.objects.get().via, Decision.objects.get().decider) == (Via.SYSTEM, "The system")


def test_a_decision_about_nothing_leaves_no_trace(moderator: User) -> None:
    assert decide(Comment.objects.none(), State.SPAM, by=moderator, at=NOW) == []
    assert Decision.objects.count() == 0


def test_a_withdrawn_comment_is_never_brought_back(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post, state=State.REMOVED, comment="")
    assert decide(Comment.objects.all(), State.PUBLIC, by=moderator, at=NOW) == []
    assert Comment.objects.get().state == State.REMOVED


def test_a_decision_closes_the_reports(post: Post, moderator: User) -> None:
    reported, other = CommentFactory.create_batch(2, post=post, open_reports=1)
    for comment in (reported, other):
        Report.objects.create(comment=comment, visitor_key="v", reason="abuse", created_at=NOW)
    decide(Comment.objects.numbered(reported.pk), State.PUBLIC, by=moderator, at=NOW)
    assert [report.comment_id for report in Report.objects.open()] == [other.pk]
    assert dict(Comment.objects.values_list("pk", "open_reports")) == {reported.pk: 0, other.pk: 1}


@pytest.mark.parametrize(
    ("before", "state", "is_announced"),
    [
        (State.HELD, State.PUBLIC, True),
        (State.SPAM, State.PUBLIC, True),
        (State.PUBLIC, State.PUBLIC, False),
        (State.HELD, State.SPAM, False),
    ],
)
def test_followers_hear_of_what_becomes_public_and_of_nothing_else(
    post: Post,
    moderator: User,
    before: State,
    state: State,
    is_announced: bool,  # noqa: FBT001  # pytest's way
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    announced: list[int] = []
    monkeypatch.setattr(moderation, "announce", announced.extend)
    comment = CommentFactory.create(post=post, state=before)
    decide(Comment.objects.all(), state, by=moderator, at=NOW)
    assert announced == ([comment.pk] if is_announced else [])


def test_with_replies_means_all_that_stand_below_and_nothing_beside(post: Post) -> None:
    comments = thread(post, [None, 0, 1, 2, 0, 4, None])
    below_the_reply = set(with_replies(comments[1]).values_list("pk", flat=True))
    assert below_the_reply == {comments[number].pk for number in (1, 2, 3)}
    below_the_root = set(with_replies(comments[0]).values_list("pk", flat=True))
    assert below_the_root == {comment.pk for comment in comments[:6]}


@pytest.mark.parametrize("start", [0, 1])
def test_hiding_a_branch_of_two_thousand_costs_ten_queries(
    post: Post, moderator: User, start: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    comments = thread(post, [None, 0, *[number // 3 + 1 for number in range(1999)]])
    Comment.objects.numbered(comments[5].pk).update(open_reports=1)
    with django_capture_on_commit_callbacks(execute=True), CaptureQueriesContext(connection) as queries:
        decide(with_replies(comments[start]), State.REMOVED, by=moderator, at=NOW, reason="Off topic")
    # two more are the savepoint in which a test's transaction wraps this one
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 8 + start
    assert Post.objects.get(pk=post.pk).comment_count == start
    assert DecidedComment.objects.count() == 2001 - start


def test_who_is_removed_by_a_decision_is_no_longer_named_but_the_way_is(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    decide(Comment.objects.all(), State.HELD, by=moderator, at=NOW, via=Via.MAIL)
    moderator.delete()
    assert Decision.objects.get().decider == "Link in a mail"


@pytest.mark.parametrize("columns", [{"state": "gone"}, {"via": "magic"}])
def test_the_log_knows_no_other_decisions_and_ways(post: Post, columns: dict[str, str]) -> None:
    valid = {"organization": post.organization, "state": State.HELD, "via": Via.ADMIN, "comment_count": 1, "at": NOW}
    with pytest.raises(IntegrityError):
        Decision.objects.create(**valid | columns)


def test_nobody_undoes_at_no_moment(post: Post, moderator: User) -> None:
    valid = {"organization": post.organization, "state": State.HELD, "via": Via.ADMIN, "comment_count": 1, "at": NOW}
    with pytest.raises(IntegrityError):
        Decision.objects.create(**valid, undone_by=moderator)


@pytest.mark.parametrize("columns", [{"state_before": "gone"}, {}])
def test_a_decision_names_a_comment_once_with_a_state_that_exists(post: Post, moderator: User, columns: dict[str, str]) -> None:
    CommentFactory.create(post=post)
    (decision,) = decide(Comment.objects.all(), State.HELD, by=moderator, at=NOW)
    row = decision.decided.get()
    if columns:
        row.state_before = columns["state_before"]
    else:
        row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError):
        row.save()


def test_the_log_is_read_from_the_latest_decision_back(post: Post, moderator: User) -> None:
    CommentFactory.create(post=post)
    for days, state in enumerate((State.HELD, State.PUBLIC)):
        decide(Comment.objects.all(), state, by=moderator, at=NOW + timedelta(days=days))
    assert [one.state for one in Decision.objects.latest_first()] == [State.PUBLIC, State.HELD]
    assert [one.state for one in Decision.objects.since(NOW + timedelta(hours=1))] == [State.PUBLIC]
