"""The content calendar: what stands on which day, for whom, and at what cost."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.desk.calendar import Month
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.desk.post_form import filled_in
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/posts/post/calendar/"
CELL = re.compile(r'<time class="gz-calendar__day" datetime="([\d-]+)">.*?</time>(.*?)</td>', re.DOTALL)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def days_of(client: Client, user: User, query: str = "") -> dict[str, str]:
    """Return what the calendar shows on each day that has something, as plain text."""
    client.force_login(user)
    page = unescape(client.get(CALENDAR + query).content.decode())
    cells = {day: " ".join(re.sub("<[^>]+>", " ", cell).split()) for day, cell in CELL.findall(page)}
    return {day: text for day, text in cells.items() if text}


def test_each_post_stands_on_the_days_on_which_something_happens(
    client: Client, editor: User, organization: Organization
) -> None:
    PostFactory.create(
        organization=organization,
        title="Report",
        published_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
        expires_at=datetime(2026, 3, 20, 23, 59, tzinfo=UTC),
        review_by_date=date(2026, 3, 10),
    )
    soon = datetime(2026, 3, 5, 7, 30, tzinfo=UTC)
    PostFactory.create(organization=organization, title="Plan", status=Status.SCHEDULED, published_at=soon)
    PostFactory.create(organization=organization, title="Draft", status=Status.DRAFT)
    assert days_of(client, editor) == {
        "2026-03-01": "8 a.m. Published Report",
        "2026-03-05": "7:30 a.m. Scheduled Plan",
        "2026-03-10": "Check again Report",
        "2026-03-20": "11:59 p.m. Expires Report",
    }


def test_another_month_shows_what_happens_then(client: Client, editor: User, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="Old", expires_at=NOW - timedelta(days=30))
    assert days_of(client, editor, "?month=2017-08") == {"2017-08-09": "10 a.m. Published Old"}
    assert days_of(client, editor, "?month=2026-01") == {"2026-01-30": "9 a.m. Expired Old"}
    assert days_of(client, editor) == {}


def test_days_are_those_of_the_sites_time_zone(client: Client, editor: User, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="Late", published_at=datetime(2026, 2, 28, 22, 30, tzinfo=UTC))
    with timezone.override("Europe/Bucharest"):
        assert days_of(client, editor) == {"2026-03-01": "12:30 a.m. Published Late"}


@pytest.mark.parametrize("role", ["stranger", "author"])
def test_nobody_sees_what_they_do_not_work_on(
    client: Client, organization: Organization, role: str, request: pytest.FixtureRequest
) -> None:
    PostFactory.create(organization=organization, published_at=NOW)
    assert days_of(client, request.getfixturevalue(role)) == {}


def test_a_moderator_has_no_calendar(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    assert client.get(CALENDAR).status_code == 404


def test_it_is_narrowed_to_an_organization_of_ones_own(
    client: Client, editor: User, organization: Organization, other_organization: Organization
) -> None:
    other_organization.memberships.create(user=editor, role="editor")
    PostFactory.create(organization=organization, title="A", published_at=NOW)
    PostFactory.create(organization=other_organization, title="B", published_at=NOW)
    assert days_of(client, editor) == {"2026-03-01": "9 a.m. Published A IoE 9 a.m. Published B Other Chamber"}
    assert days_of(client, editor, f"?organization={organization.pk}") == {"2026-03-01": "9 a.m. Published A IoE"}
    assert len(days_of(client, editor, "?organization=nonsense")) == 1
    client.force_login(editor)
    page = unescape(client.get(f"{CALENDAR}?organization={organization.pk}").content.decode())
    assert f'href="{CALENDAR}?month=2026-02&organization={organization.pk}" rel="prev"' in " ".join(page.split())


@pytest.mark.parametrize("text", ["", "2026-13", "99999-01", "2026-3", "1899-12", "2201-01", "x"])
def test_what_is_no_month_means_the_present_one(text: str) -> None:
    assert str(Month.of(text, today=NOW.date())) == "2026-03"


@pytest.mark.parametrize(
    ("text", "previous", "following"),
    [("2025-12", date(2025, 11, 1), date(2026, 1, 1)), ("2024-02", date(2024, 1, 1), date(2024, 3, 1))],
)
def test_months_follow_each_other(text: str, previous: date, following: date) -> None:
    month = Month.of(text, today=NOW.date())
    assert (month.previous, month.next) == (previous, following)


@pytest.mark.parametrize("text", ["1900-01", "2200-12"])
def test_the_first_and_the_last_month_are_shown(client: Client, editor: User, text: str) -> None:
    client.force_login(editor)
    assert client.get(f"{CALENDAR}?month={text}").status_code == 200


@pytest.mark.parametrize(("language", "first"), [("en", 6), ("ro", 0)])
def test_a_week_begins_as_is_usual_in_the_language(language: str, first: int) -> None:
    with translation.override(language):
        assert Month(date(2026, 3, 1)).weeks[0][0].weekday() == first


@pytest.mark.parametrize("rows", [1, 40])
def test_it_costs_the_same_at_any_number_of_posts(
    client: Client, editor: User, organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PostFactory.create_batch(rows, organization=organization, published_at=NOW, expires_at=NOW + timedelta(days=3))
    client.force_login(editor)
    with django_assert_num_queries(6):
        client.get(CALENDAR)


def test_more_than_fits_is_said(client: Client, editor: User, organization: Organization) -> None:
    Post.objects.bulk_create(
        Post(
            organization=organization,
            title=f"Post {number}",
            slug=f"many-{number}",
            status=Status.PUBLISHED,
            published_at=NOW,
            first_published_at=NOW,
        )
        for number in range(501)
    )
    client.force_login(editor)
    assert "More happens in this month than can be shown" in client.get(CALENDAR).content.decode()


def test_what_is_planned_stands_there_until_it_has_a_moment(client: Client, editor: User, organization: Organization) -> None:
    day = date(2026, 3, 12)
    PostFactory.create(organization=organization, title="Idea", status=Status.DRAFT, planned_date=day)
    PostFactory.create(organization=organization, title="Read me", status=Status.IN_REVIEW, planned_date=date(2026, 3, 13))
    at = datetime(2026, 3, 14, 7, tzinfo=UTC)
    PostFactory.create(organization=organization, title="Fixed", status=Status.SCHEDULED, published_at=at, planned_date=day)
    PostFactory.create(organization=organization, title="Later", status=Status.DRAFT, planned_date=date(2026, 4, 1))
    assert days_of(client, editor) == {
        "2026-03-12": "Planned Idea",
        "2026-03-13": "Planned · In review Read me",
        "2026-03-14": "7 a.m. Scheduled Fixed",
    }


def test_an_author_plans_a_draft_and_it_stays_a_draft(client: Client, author: User, organization: Organization) -> None:
    client.force_login(author)
    client.post("/admin/posts/post/add/", filled_in(organization, planned_date="2026-03-12"))
    post = Post.objects.get()
    assert (post.status, post.planned_date, post.published_at) == (Status.DRAFT, date(2026, 3, 12), None)
    assert days_of(client, author) == {"2026-03-12": "Planned A title"}
    assert post.revisions.latest("number").content["planned_date"] == "2026-03-12"
