"""A post's way from draft to archive, and the dates that go with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.models.errors import ExpiredError, NotYetPublishedError
from blog.posts.services import save_post
from tests.factories import LONG_AGO, PostFactory

NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def draft(**fields: object) -> Post:
    return PostFactory.build(status=Status.DRAFT, organization=None, **fields)


def test_publishing_a_draft_makes_it_public_now() -> None:
    post = draft()
    post.publish(at=NOW)
    assert (post.status, post.published_at, post.first_published_at) == (Status.PUBLISHED, NOW, NOW)


def test_publishing_twice_keeps_the_first_date() -> None:
    post = draft()
    post.publish(at=NOW)
    post.publish(at=NOW + HOUR)
    assert (post.published_at, post.first_published_at) == (NOW, NOW)


def test_publishing_with_a_date_long_ago_keeps_that_date() -> None:
    post = draft()
    post.published_at = LONG_AGO
    post.publish(at=NOW)
    assert (post.status, post.published_at, post.first_published_at) == (Status.PUBLISHED, LONG_AGO, LONG_AGO)


def test_a_date_to_come_schedules_the_post() -> None:
    post = draft()
    post.published_at = NOW + HOUR
    post.publish(at=NOW)
    assert post.status == Status.SCHEDULED


def test_rescheduling_before_it_went_live_moves_its_first_date() -> None:
    post = draft()
    for published_at in (NOW + 2 * HOUR, NOW + 3 * HOUR, NOW + HOUR):
        post.published_at = published_at
        post.publish(at=NOW)
        assert post.first_published_at == published_at


def test_moving_the_date_of_a_live_post_keeps_when_it_was_first_public() -> None:
    post = draft()
    post.publish(at=NOW)
    post.published_at = NOW + 2 * HOUR
    post.publish(at=NOW + HOUR)
    assert (post.status, post.first_published_at) == (Status.SCHEDULED, NOW)


def test_a_scheduled_post_whose_moment_came_is_published_when_it_is_saved_again() -> None:
    post = draft()
    post.published_at = NOW + HOUR
    post.publish(at=NOW)
    post.publish(at=NOW + 2 * HOUR)
    assert (post.status, post.published_at) == (Status.PUBLISHED, NOW + HOUR)


def test_returning_to_draft_keeps_on_record_when_it_was_first_public() -> None:
    post = draft()
    post.publish(at=NOW)
    post.return_to_draft(at=NOW + HOUR)
    assert (post.status, post.published_at, post.first_published_at) == (Status.DRAFT, None, NOW)


def test_publishing_again_after_a_draft_has_a_new_date_and_the_first_one() -> None:
    post = draft()
    post.publish(at=NOW)
    post.return_to_draft(at=NOW + HOUR)
    post.publish(at=NOW + 2 * HOUR)
    assert (post.published_at, post.first_published_at) == (NOW + 2 * HOUR, NOW)


def test_a_plan_that_was_given_up_leaves_no_date() -> None:
    post = draft()
    post.published_at = NOW + HOUR
    post.publish(at=NOW)
    post.return_to_draft(at=NOW)
    assert post.first_published_at is None


def test_archiving_keeps_the_dates() -> None:
    post = draft()
    post.publish(at=NOW)
    post.archive(at=NOW + HOUR)
    assert (post.status, post.archived_at, post.published_at) == (Status.ARCHIVED, NOW + HOUR, NOW)


def test_publishing_an_archived_post_brings_it_back_with_its_date() -> None:
    post = draft()
    post.publish(at=NOW)
    post.archive(at=NOW + HOUR)
    post.publish(at=NOW + 2 * HOUR)
    assert (post.status, post.archived_at, post.published_at) == (Status.PUBLISHED, None, NOW)


def test_a_post_that_was_never_public_is_not_archived() -> None:
    post = draft(title="Half a thought")
    with pytest.raises(NotYetPublishedError, match=r"“Half a thought” was never published"):
        post.archive(at=NOW)


def test_a_post_that_waits_for_its_moment_is_not_archived() -> None:
    post = draft()
    post.published_at = NOW + HOUR
    post.publish(at=NOW)
    with pytest.raises(NotYetPublishedError):
        post.archive(at=NOW)


def test_a_draft_that_was_public_before_can_be_archived() -> None:
    post = draft()
    post.publish(at=NOW)
    post.return_to_draft(at=NOW)
    post.archive(at=NOW + HOUR)
    assert (post.status, post.published_at) == (Status.ARCHIVED, NOW)


@pytest.mark.parametrize("expires_at", [NOW - HOUR, NOW])
def test_a_post_that_would_have_expired_is_not_published(expires_at: datetime) -> None:
    post = draft(title="Late")
    post.expires_at = expires_at
    with pytest.raises(ExpiredError, match="“Late” would expire before it is published"):
        post.publish(at=NOW)
    assert (post.status, post.published_at) == (Status.DRAFT, None)


@pytest.mark.parametrize(("published_at", "expected"), [(NOW + HOUR, True), (NOW, False), (NOW - HOUR, False)])
def test_a_post_waits_until_its_moment(published_at: datetime, expected: bool, time_machine: Any) -> None:  # noqa: FBT001  # a column
    time_machine.move_to(NOW, tick=False)
    assert Post(status=Status.SCHEDULED, published_at=published_at).is_scheduled is expected


STEPS = st.lists(st.tuples(st.sampled_from(["publish", "draft", "archive"]), st.integers(0, 5), st.integers(-3, 6)), max_size=8)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, database=None)
@given(STEPS)
def test_no_way_through_the_workflow_breaks_what_the_database_promises(steps: list[tuple[str, int, int]]) -> None:
    at = NOW
    with transaction.atomic():
        organization = Organization.objects.create(name="Institute", slug="institute")
        post = Post(organization=organization, title="A", slug="a")
        was_public = False
        for verb, hours, plan in steps:
            was_public = was_public or Post.objects.published(at + hours * HOUR).exists()
            at += hours * HOUR
            post.status = {"publish": Status.PUBLISHED, "draft": Status.DRAFT, "archive": Status.ARCHIVED}[verb]
            if verb == "publish" and plan:
                post.published_at = at + plan * HOUR
            try:
                save_post(post, by=None, at=at)
            except NotYetPublishedError:
                assert not was_public
                post = Post.objects.filter(slug="a").first() or Post(organization=organization, title="A", slug="a")
        is_public, is_withdrawn = Post.objects.published(at).exists(), Post.objects.withdrawn(at).exists()
        assert not (is_public and is_withdrawn)
        assert not was_public or is_public or is_withdrawn
        transaction.set_rollback(True)
