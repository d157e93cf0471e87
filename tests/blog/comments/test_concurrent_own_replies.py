"""Own replies and reports at the same moment as what others do, on SQLite and on PostgreSQL."""

from django.utils import timezone

from blog.comments.errors import AnsweredError, ConfirmedMeanwhileError, ExpiredTokenError, GoneError, NotAnswerableError
from blog.comments.models import Comment, CommentVersion, Decision, PendingComment, Report, ReportReason, State
from blog.comments.people import Author
from blog.comments.services import (
    Owner,
    Reporter,
    change_text,
    confirm,
    post_comment,
    report_comment,
    withdraw,
    withdraw_unconfirmed,
)
from blog.comments.services.reports import REPORTERS_TO_HOLD
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, waiting, written
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import CommentFactory, PostFactory, UserFactory

__all__ = ["at_once"]
OWNER = Owner(visitor_key=OURS.key)


def replies(post: Post, comment: Comment, count: int) -> list[Action]:
    authors = [Author.of_user(UserFactory.create()) for _number in range(count)]

    def reply(author: Author) -> Action:
        return lambda: post_comment(post, by=author, text="Well said.", reply_to=comment.pk, at=timezone.now())

    return [reply(author) for author in authors]


def test_many_reports_at_once_hold_a_comment_once(at_once: AtOnce) -> None:
    comment = CommentFactory.create(post=PostFactory.create())

    def report(number: int) -> Action:
        by = Reporter(visitor_key=f"visitor {number}", network=f"192.0.2.{number}")
        return lambda: report_comment(comment, by=by, reason=ReportReason.SPAM, at=timezone.now())

    raised = at_once([report(number) for number in range(10)])
    comment.refresh_from_db()
    assert [type(error) for error in raised] == [GoneError] * (10 - REPORTERS_TO_HOLD)
    assert (comment.state, comment.open_reports, Report.objects.open().count()) == (State.HELD, 3, 3)
    assert Decision.objects.count() == 1


def test_the_same_report_many_times_at_once_is_one(at_once: AtOnce) -> None:
    comment = CommentFactory.create(post=PostFactory.create())
    by = Reporter(visitor_key=OURS.key, network="192.0.2.7")
    report: Action = lambda: report_comment(comment, by=by, reason=ReportReason.SPAM, at=timezone.now())  # noqa: E731
    assert at_once([report] * 10) == []
    comment.refresh_from_db()
    assert (comment.open_reports, Report.objects.count()) == (1, 1)


def test_what_is_confirmed_and_withdrawn_at_once_is_one_or_the_other(at_once: AtOnce) -> None:
    pending = waiting(PostFactory.create(), at=timezone.now())
    token = pending.renew_token()
    at = timezone.now()
    raised = at_once([lambda: confirm(token, at=at), lambda: withdraw_unconfirmed(pending, by=OWNER, at=at)])
    assert [type(error) for error in raised] in ([ConfirmedMeanwhileError], [ExpiredTokenError])
    assert Comment.objects.count() == PendingComment.objects.filter(confirmed_at__isnull=False).count()


def test_an_answer_and_a_change_at_once_lose_nothing(at_once: AtOnce) -> None:
    post = PostFactory.create()
    comment = written(post, at=timezone.now())
    change: Action = lambda: change_text(comment, by=OWNER, text="What I mean.", at=timezone.now())  # noqa: E731
    raised = at_once([*replies(post, comment, 5), change, *replies(post, comment, 5)])
    assert {type(error) for error in raised} <= {AnsweredError}
    assert CommentVersion.objects.count() == 1 - len(raised)
    assert Comment.objects.public().count() == 11


def test_answers_and_a_withdrawal_at_once_leave_no_word_of_it(at_once: AtOnce) -> None:
    post = PostFactory.create()
    comment = written(post, at=timezone.now())
    go: Action = lambda: withdraw(comment, by=OWNER, at=timezone.now())  # noqa: E731
    raised = at_once([*replies(post, comment, 5), go, *replies(post, comment, 5)])
    comment.refresh_from_db()
    assert {type(error) for error in raised} <= {NotAnswerableError}
    assert (comment.state, comment.comment, comment.body_html) == (State.REMOVED, "", "")
    assert Post.objects.get().comment_count == Comment.objects.public().count() == 10 - len(raised)
