"""Who follows an organization gets what it publishes jointly, and who follows several of its publishers gets it once."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization
from blog.posts.models import JointState, Post
from blog.subscriptions import tasks
from blog.subscriptions.models import Frequency, Issue
from tests.blog.subscriptions.samples import GUEST, NOW, new_post, subscriber
from tests.factories import JointPublicationFactory, OrganizationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def waiting_tasks(settings: Settings) -> None:
    """Let tasks wait: these tests run them by hand."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def post(organization: Organization, other_organization: Organization) -> Post:
    post = new_post("Ports", organization=organization)
    JointPublicationFactory.create(post=post, organization=other_organization)
    return post


def send(*posts: Post, frequency: Frequency = Frequency.AT_ONCE, at: datetime = NOW) -> list[tuple[str, str]]:
    """Send an issue and return to whom its mails go, and from whom."""
    issue = Issue.make(frequency, posts, ends_at=at, at=at)
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    tasks.send_issue.func(issue.pk)
    rows = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
    return [(row.recipient, row.body.partition("you follow ")[2].partition(" by mail")[0]) for row in rows]


def test_followers_of_either_get_it_with_both_names(
    post: Post, organization: Organization, other_organization: Organization
) -> None:
    subscriber("a@example.org", organization)
    subscriber("b@example.org", other_organization)
    subscriber("c@example.org", OrganizationFactory.create())
    assert send(post) == [("a@example.org", "Institute of Examples"), ("b@example.org", "Other Chamber")]
    assert "Institute of Examples and Other Chamber" in OutgoingMail.objects.latest("pk").body


@pytest.mark.parametrize("state", [JointState.ASKED, JointState.DECLINED, JointState.LEFT])
def test_followers_of_one_that_has_not_accepted_get_nothing(
    organization: Organization, other_organization: Organization, state: JointState
) -> None:
    post = new_post(organization=organization)
    JointPublicationFactory.create(post=post, organization=other_organization, state=state)
    subscriber(GUEST, other_organization)
    assert send(post) == []


@pytest.mark.parametrize("step", [1, -1], ids=["that first", "the partner first"])
def test_who_follows_both_gets_it_once_through_its_own_organization(
    post: Post, organization: Organization, other_organization: Organization, step: int
) -> None:
    for each in [organization, other_organization][::step]:
        subscriber(GUEST, each)
    assert send(post) == [(GUEST, "Institute of Examples")]


def test_who_follows_two_partners_gets_it_once(post: Post, other_organization: Organization) -> None:
    third = JointPublicationFactory.create(post=post).organization
    subscriber(GUEST, other_organization)
    subscriber(GUEST, third)
    assert send(post) == [(GUEST, "Other Chamber")]


def test_the_other_posts_come_all_the_same(post: Post, organization: Organization, other_organization: Organization) -> None:
    subscriber(GUEST, organization)
    subscriber(GUEST, other_organization)
    assert send(post, new_post("Its own", organization=other_organization)) == [
        (GUEST, "Institute of Examples"),
        (GUEST, "Other Chamber"),
    ]
    assert "Ports" not in OutgoingMail.objects.latest("pk").body


def test_who_had_it_at_once_through_one_does_not_get_it_weekly_through_the_other(
    post: Post, organization: Organization, other_organization: Organization
) -> None:
    subscriber(GUEST, organization)
    subscriber(GUEST, other_organization, frequency=Frequency.WEEKLY)
    subscriber("weekly@example.org", other_organization, frequency=Frequency.WEEKLY)
    assert send(post) == [(GUEST, "Institute of Examples")]
    assert send(post, frequency=Frequency.WEEKLY, at=NOW + timedelta(hours=1)) == [("weekly@example.org", "Other Chamber")]


def test_what_an_earlier_issue_did_not_bring_comes_with_the_next(
    organization: Organization, other_organization: Organization
) -> None:
    """The other organization joined after those mails, so nobody has had it through that one."""
    post = new_post(organization=organization, age=timedelta(days=2))
    subscriber(GUEST, other_organization)
    subscriber(GUEST, organization, frequency=Frequency.WEEKLY)
    assert send(post, at=NOW - timedelta(days=1)) == []
    JointPublicationFactory.create(post=post, organization=other_organization, decided_at=NOW - timedelta(hours=1))
    assert send(post, frequency=Frequency.WEEKLY) == [(GUEST, "Institute of Examples")]


def test_an_unconfirmed_or_later_subscription_takes_nothing_away(
    post: Post, organization: Organization, other_organization: Organization
) -> None:
    subscriber(GUEST, other_organization)
    subscriber(GUEST, organization, confirmed_at=None)
    subscriber("late@example.org", other_organization)
    subscriber("late@example.org", organization, confirmed_at=NOW + timedelta(hours=1))
    assert send(post) == [(GUEST, "Other Chamber"), ("late@example.org", "Other Chamber")]


@pytest.mark.parametrize("number", [1, 30])
def test_the_queries_do_not_grow(
    organization: Organization, other_organization: Organization, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posts = [new_post(f"Ports {each}", organization=organization) for each in range(number)]
    for each, post in enumerate(posts):
        JointPublicationFactory.create(post=post, organization=other_organization)
        subscriber(f"r{each}@example.org", other_organization)
    issue = Issue.make(Frequency.AT_ONCE, posts, ends_at=NOW, at=NOW)
    with django_assert_num_queries(12):  # as without joint posts, and the agreements, the issues, who follows several
        tasks.send_issue.func(issue.pk)
