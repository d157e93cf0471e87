"""The start page: what happened lately, and the charts of the last 90 days."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.comments.models import State
from blog.likes.people import Liker
from blog.likes.services import like
from blog.organizations.models import Membership, Organization
from blog.posts.models import Post, Status
from cms.dashboard.charts import COUNTS_KEPT_SECONDS
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PageOf = Callable[[User], str]


@pytest.fixture(autouse=True)
def clock() -> object:
    cache.clear()  # no number of another test's is told
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page_of(client: Client) -> PageOf:
    def load(user: User) -> str:
        client.force_login(user)
        return " ".join(client.get("/admin/").content.decode().split())

    return load


def published(organization: Organization, days_ago: float) -> Post:
    return PostFactory.create(organization=organization, published_at=NOW - days_ago * DAY)


def chart(page: str, key: str) -> tuple[int, list[int]]:
    """Return the total of a chart and the numbers of its table."""
    figure = page.partition(f'id="chart-{key}"')[2].partition("</figure>")[0]
    about = re.search(rf'id="chart-{key}-about"> (\d+) in the last 90 days', figure)
    assert about
    return int(about[1]), [int(number) for number in re.findall(r"<td>(\d+)</td>", figure)]


def test_the_charts_count_what_was_public_in_the_last_ninety_days(
    page_of: PageOf, editor: User, organization: Organization
) -> None:
    post = published(organization, 0)
    for days_ago in (1, 89, 90, 1000, -2):
        published(organization, days_ago)
    PostFactory.create(organization=organization, status=Status.DRAFT)
    for state in (State.PUBLIC, State.HELD):
        CommentFactory.create(post=post, state=state, submit_date=NOW - 7 * DAY)
    like(post, by=Liker(visitor_key="a" * 64), at=NOW - 89 * DAY)
    page = page_of(editor)
    assert chart(page, "posts") == (3, [1, *[0] * 13, 2])
    assert chart(page, "replies") == (1, [*[0] * 13, 1, 0])
    assert chart(page, "likes") == (1, [1, *[0] * 14])


def test_a_bar_is_as_high_as_its_number(page_of: PageOf, editor: User, organization: Organization) -> None:
    for days_ago in (0, 0, 89):
        published(organization, days_ago)
    drawing = page_of(editor).partition('id="chart-posts"')[2].partition("</svg>")[0]
    heights = re.findall(r'y="(\d+)" width="16" height="(\d+)"', drawing)
    assert (heights[0], heights[1], heights[-1]) == (("30", "30"), ("59", "1"), ("0", "60"))
    assert "style=" not in drawing


def test_nothing_of_another_organization_is_counted(page_of: PageOf, stranger: User, organization: Organization) -> None:
    post = published(organization, 1)
    CommentFactory.create(post=post, submit_date=NOW - DAY)
    like(post, by=Liker(visitor_key="a" * 64), at=NOW - DAY)
    page = page_of(stranger)
    assert [chart(page, key)[0] for key in ("posts", "replies", "likes")] == [0, 0, 0]


def test_a_superuser_sees_the_whole_site(page_of: PageOf, superuser: User, organization: Organization) -> None:
    published(organization, 1)
    assert chart(page_of(superuser), "posts")[0] == 1


def test_today_is_counted_each_time_and_the_days_before_after_some_hours(
    page_of: PageOf, editor: User, organization: Organization
) -> None:
    published(organization, 1)
    assert chart(page_of(editor), "posts")[0] == 1
    published(organization, 0)
    published(organization, 2)
    assert chart(page_of(editor), "posts")[0] == 2
    with time_machine.travel(NOW + timedelta(seconds=COUNTS_KEPT_SECONDS + 1), tick=False):
        assert chart(page_of(editor), "posts")[0] == 3


def test_the_next_day_what_was_today_is_one_of_those_before(page_of: PageOf, editor: User, organization: Organization) -> None:
    published(organization, 0)
    assert chart(page_of(editor), "posts")[0] == 1
    with time_machine.travel(NOW + DAY, tick=False):
        assert chart(page_of(editor), "posts") == (1, [*[0] * 14, 1])


def test_who_leaves_an_organization_sees_nothing_of_it_any_more(
    page_of: PageOf, editor: User, stranger: User, organization: Organization
) -> None:
    published(organization, 1)
    assert chart(page_of(editor), "posts")[0] == 1
    Membership.objects.filter(user=editor).update(organization=stranger.organizations.get())
    assert chart(page_of(editor), "posts")[0] == 0


def test_an_author_finds_no_charts_and_no_activity(page_of: PageOf, author: User) -> None:
    page = page_of(author)
    assert "gz-chart" not in page
    assert "Recent activity" not in page


def test_recent_activity_is_that_of_the_own_organization(
    page_of: PageOf, editor: User, stranger: User, organization: Organization
) -> None:
    audit.record(Verb.POSTS_PUBLISH, published(organization, 1), organization=organization.pk, by=editor, at=NOW)
    assert re.search(r"The editor published Post \d+</a>", page_of(editor))
    assert "The editor published" not in page_of(stranger)


def test_what_is_in_the_trash_counts_nowhere(page_of: PageOf, editor: User, organization: Organization) -> None:
    post = published(organization, 1)
    Post.objects.filter(pk=post.pk).update(trashed_at=NOW)
    assert chart(page_of(editor), "posts")[0] == 0
