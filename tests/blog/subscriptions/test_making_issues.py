"""Which posts go out together, and when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from blog.posts.models import Status
from blog.subscriptions.models import Frequency, Issue, Subscription
from blog.subscriptions.services import issues
from tests.blog.subscriptions.samples import NOW, new_post, subscriber
from tests.factories import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def titles(frequency: Frequency = Frequency.AT_ONCE) -> list[list[str]]:
    made = Issue.objects.filter(frequency=frequency).order_by("pk")
    return [sorted(issue.posts.values_list("title", flat=True)) for issue in made]


def test_new_posts_go_out_together_and_once() -> None:
    new_post("One")
    new_post("Two")
    issues.make_due(at=NOW)
    issues.make_due(at=NOW + timedelta(minutes=5))
    new_post("Three", age=timedelta(minutes=-6))
    issues.make_due(at=NOW + timedelta(minutes=10))
    assert titles() == [["One", "Two"], ["Three"]]


def test_without_anything_new_there_is_no_issue_at_once() -> None:
    assert [issue.frequency for issue in issues.make_due(at=NOW)] == [Frequency.WEEKLY, Frequency.MONTHLY]
    assert issues.make_due(at=NOW + timedelta(minutes=5)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ARCHIVED},
        {"age": timedelta(hours=-1), "status": Status.SCHEDULED},
        {"expires_at": NOW - timedelta(minutes=1)},
        {"is_date_known": False},
        {"age": timedelta(days=3)},
    ],
    ids=["archived", "to come", "expired", "of an unknown date", "of the past"],
)
def test_no_news_is(fields: dict[str, Any]) -> None:
    new_post(**fields)
    issues.make_due(at=NOW)
    assert titles() == []


def test_a_draft_is_none() -> None:
    PostFactory.create(status=Status.DRAFT)
    issues.make_due(at=NOW)
    assert titles() == []


def test_a_scheduled_post_goes_out_once_its_moment_has_come() -> None:
    new_post("Later", age=timedelta(hours=-1), status=Status.SCHEDULED)
    issues.make_due(at=NOW)
    assert titles() == []
    issues.make_due(at=NOW + timedelta(hours=1, minutes=5))
    assert titles() == [["Later"]]


def test_a_week_ends_on_monday_morning_and_brings_its_posts() -> None:
    new_post("Of the week before last", age=timedelta(days=13))
    new_post("Of last week", age=timedelta(days=5))
    new_post("Of this week")
    issues.make_due(at=NOW)
    assert titles(Frequency.WEEKLY) == [["Of last week"]]
    issues.make_due(at=NOW + timedelta(days=3))
    assert titles(Frequency.WEEKLY) == [["Of last week"], ["Of this week"]]


def test_a_month_ends_on_the_first_and_brings_its_posts() -> None:
    new_post("Of April", age=timedelta(days=3))
    new_post("Of May")
    issues.make_due(at=NOW)
    issues.make_due(at=NOW + timedelta(days=31))
    assert titles(Frequency.MONTHLY) == [["Of April"], ["Of May"]]


@pytest.mark.parametrize(
    ("frequency", "at", "end"),
    [
        (Frequency.WEEKLY, datetime(2020, 5, 4, 5, 59, tzinfo=UTC), datetime(2020, 4, 27, 6, tzinfo=UTC)),
        (Frequency.WEEKLY, datetime(2020, 5, 4, 6, 0, tzinfo=UTC), datetime(2020, 5, 4, 6, tzinfo=UTC)),
        (Frequency.MONTHLY, datetime(2020, 5, 1, 5, 59, tzinfo=UTC), datetime(2020, 4, 1, 6, tzinfo=UTC)),
        (Frequency.MONTHLY, datetime(2020, 5, 31, 23, 0, tzinfo=UTC), datetime(2020, 5, 1, 6, tzinfo=UTC)),
    ],
)
def test_the_last_end(frequency: Frequency, at: datetime, end: datetime) -> None:
    assert issues.last_end(frequency, at=at) == end


def test_the_last_end_is_in_the_zone_of_the_site_also_where_the_clock_changes(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Bucharest"
    in_summer = issues.last_end(Frequency.WEEKLY, at=datetime(2020, 3, 31, tzinfo=UTC))
    in_winter = issues.last_end(Frequency.WEEKLY, at=datetime(2020, 3, 24, tzinfo=UTC))
    assert (in_winter.astimezone(UTC).hour, in_summer.astimezone(UTC).hour) == (4, 3)


def test_an_issue_that_another_process_makes_meanwhile_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def beaten(*_arguments: object, **_options: object) -> Issue:
        raise IntegrityError

    new_post()
    monkeypatch.setattr(Issue, "make", beaten)
    assert issues.make_due(at=NOW) == []


def test_an_unfinished_issue_goes_on(django_capture_on_commit_callbacks: Any) -> None:
    subscriber()
    new_post()
    with django_capture_on_commit_callbacks(execute=True):
        issues.make_due(at=NOW)
    Issue.objects.filter(frequency=Frequency.AT_ONCE).update(done_at=None, reached=0)
    with django_capture_on_commit_callbacks(execute=True):
        assert issues.make_due(at=NOW) == []
    assert not Issue.objects.unfinished().exists()
    assert Subscription.objects.count() == 1
