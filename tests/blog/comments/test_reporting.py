"""Reports: one by each person, what many of them do, and what a moderator's decision does to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_flagged
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.errors import OwnReportError, TooOftenError
from blog.comments.models import Comment, Report, ReportReason, State
from blog.comments.services import Reporter, has_reported, report_comment, set_state
from blog.comments.services.reports import REPORTERS_TO_HOLD
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, THEIRS, written
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db
BY_GUEST = Reporter(visitor_key=OURS.key, network="192.0.2.7")


@pytest.fixture
def comment(post: Post) -> Comment:
    return CommentFactory.create(post=post)


def report(comment: Comment, *, by: Reporter = BY_GUEST, **given: Any) -> Report:
    return report_comment(comment, by=by, **{"reason": ReportReason.SPAM, "at": NOW, **given})


def somebody(number: int) -> Reporter:
    return Reporter(visitor_key=f"visitor {number}", network=f"192.0.2.{number}")


def now_(comment: Comment) -> Comment:
    row: Comment = Comment.objects.get(pk=comment.pk)
    return row


def test_a_report_carries_who_why_and_when(comment: Comment) -> None:
    report(comment, reason=ReportReason.ABUSE, text="It insults.")
    row = Report.objects.get()
    assert (row.comment, row.user, row.visitor_key, row.network) == (comment, None, OURS.key, "192.0.2.7")
    assert (row.reason, row.text, row.created_at, row.closed_at) == ("abuse", "It insults.", NOW, None)
    assert (now_(comment).open_reports, now_(comment).state) == (1, State.PUBLIC)


def test_of_somebody_who_has_signed_in_only_the_account_is_kept(comment: Comment, reader: User) -> None:
    report(comment, by=Reporter(user=reader, visitor_key=OURS.key))
    assert Report.objects.values_list("user", "visitor_key").get() == (reader.pk, "")


def test_a_second_report_of_the_same_person_changes_nothing(comment: Comment, reader: User) -> None:
    for by in (BY_GUEST, Reporter(user=reader)):
        first = report(comment, by=by)
        assert report(comment, by=by, reason=ReportReason.ABUSE, text="Again.") == first
    assert (Report.objects.count(), now_(comment).open_reports) == (2, 2)


def test_who_reported_is_known(comment: Comment, reader: User) -> None:
    report(comment)
    assert has_reported(comment.pk, by=BY_GUEST)
    assert not has_reported(comment.pk + 1, by=BY_GUEST)
    for other in (Reporter(), Reporter(visitor_key=THEIRS.key), Reporter(user=reader, visitor_key=OURS.key)):
        assert not has_reported(comment.pk, by=other)


def test_nobody_reports_themselves(post: Post, reader: User) -> None:
    of_member = CommentFactory.create(post=post, user=reader)
    for comment, by in ((written(post), BY_GUEST), (of_member, Reporter(user=reader))):
        with pytest.raises(OwnReportError):
            report(comment, by=by)
    assert not Report.objects.exists()


def test_a_comment_without_a_key_is_nobodys_own(comment: Comment) -> None:
    assert report(comment, by=Reporter(network="192.0.2.7")).pk


def test_moderators_are_told(comment: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        report(comment)
    assert len(callbacks) == 1


def test_enough_people_hold_a_comment(comment: Comment) -> None:
    for number in range(REPORTERS_TO_HOLD - 1):
        report(comment, by=somebody(number))
    assert now_(comment).state == State.PUBLIC
    report(comment, by=somebody(9))
    held = now_(comment)
    assert (held.state, held.is_shown, held.reason) == (State.HELD, False, "Several readers reported it.")


def test_until_a_moderator_looks_the_reports_stay_open(comment: Comment) -> None:
    for number in range(REPORTERS_TO_HOLD):
        report(comment, by=somebody(number))
    assert now_(comment).open_reports == REPORTERS_TO_HOLD
    assert Report.objects.open().count() == REPORTERS_TO_HOLD


def test_guests_of_one_network_count_as_one(comment: Comment) -> None:
    for number in range(REPORTERS_TO_HOLD + 2):
        report(comment, by=Reporter(visitor_key=f"visitor {number}", network="192.0.2.7"))
    assert (now_(comment).state, now_(comment).open_reports) == (State.PUBLIC, REPORTERS_TO_HOLD + 2)


def test_members_of_one_network_count_each(comment: Comment) -> None:
    for _number in range(REPORTERS_TO_HOLD):
        report(comment, by=Reporter(user=UserFactory.create(), network="192.0.2.7"))
    assert now_(comment).state == State.HELD


def test_what_a_moderator_approved_after_reports_is_not_held_again(comment: Comment, moderator: User) -> None:
    for number in range(REPORTERS_TO_HOLD):
        report(comment, by=somebody(number))
    set_state(Comment.objects.numbered(comment.pk), State.PUBLIC, by=moderator, at=NOW + timedelta(hours=1))
    assert now_(comment).open_reports == 0
    for number in range(10, 10 + REPORTERS_TO_HOLD):
        report(now_(comment), by=somebody(number), at=NOW + timedelta(hours=2))
    assert (now_(comment).state, now_(comment).open_reports) == (State.PUBLIC, REPORTERS_TO_HOLD)


def test_too_many_from_one_network_have_to_wait(post: Post, comment: Comment) -> None:
    for number in range(20):
        report(CommentFactory.create(post=post), by=Reporter(visitor_key=f"visitor {number}", network="192.0.2.7"))
    with pytest.raises(TooOftenError) as refusal:
        report(comment, at=NOW + timedelta(minutes=20))
    assert refusal.value.wait_seconds == 40 * 60
    assert report(comment, by=Reporter(visitor_key=OURS.key, network="192.0.2.8")).pk
    assert report(comment, by=Reporter(visitor_key=THEIRS.key)).pk


def test_the_packages_flag_and_signal_are_kept_for_members(
    comment: Comment, reader: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        heard.append(kwargs)

    comment_was_flagged.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            report(comment, by=Reporter(user=reader))
            report(comment)
    finally:
        comment_was_flagged.disconnect(listen)
    flag = CommentFlag.objects.get()
    assert (flag.user, flag.comment_id, flag.flag, flag.flag_date) == (reader, comment.pk, CommentFlag.SUGGEST_REMOVAL, NOW)
    assert [(call["comment"], call["flag"], call["created"]) for call in heard] == [(comment, flag, True)]


def test_it_costs_the_same_for_the_first_report_and_for_many(
    comment: Comment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        report(comment)
    for number in range(30):
        report(comment, by=Reporter(visitor_key=f"visitor {number}", network="192.0.2.7"), at=NOW + timedelta(hours=number))
    with django_assert_num_queries(9):
        report(comment, by=somebody(99), at=NOW + timedelta(days=2))


def test_when_an_account_goes_its_report_stays(comment: Comment, reader: User) -> None:
    report(comment, by=Reporter(user=reader))
    other = UserFactory.create()
    report(comment, by=Reporter(user=other))
    for user in (reader, other):
        user.delete()
    assert list(Report.objects.values_list("user", flat=True)) == [None, None]


@pytest.mark.parametrize("wrong", [{"reason": "nonsense"}, {"visitor_key": OURS.key}])
def test_the_database_refuses_what_makes_no_sense(comment: Comment, wrong: dict[str, str]) -> None:
    report(comment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**{"comment": comment, "reason": "spam", "created_at": NOW, **wrong})


def test_the_database_refuses_a_second_report_of_an_account(comment: Comment, reader: User) -> None:
    report(comment, by=Reporter(user=reader))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=comment, user=reader, reason="spam", created_at=NOW)


def test_a_report_is_named_by_its_reason(comment: Comment) -> None:
    assert str(report(comment, reason=ReportReason.OTHER, text="Words.")) == "Something else: Words."
    assert str(report(comment, by=somebody(1))) == "Spam or advertising"
