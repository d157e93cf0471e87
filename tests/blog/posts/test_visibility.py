"""Which posts the public sees, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def public() -> set[str]:
    return set(Post.objects.published(NOW).values_list("slug", flat=True))


def test_a_published_post_is_public() -> None:
    PostFactory.create(slug="one")
    assert public() == {"one"}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_drafts_and_archived_posts_are_not_public(status: Status) -> None:
    PostFactory.create(status=status)
    assert public() == set()


def test_a_scheduled_post_appears_at_its_moment_without_any_worker() -> None:
    PostFactory.create(slug="due", status=Status.SCHEDULED, published_at=NOW)
    PostFactory.create(slug="waiting", status=Status.SCHEDULED, published_at=NOW + HOUR)
    assert public() == {"due"}


def test_an_expired_post_disappears_at_its_moment() -> None:
    PostFactory.create(slug="gone", expires_at=NOW)
    PostFactory.create(slug="still", expires_at=NOW + HOUR)
    assert public() == {"still"}


def test_a_post_that_was_public_and_is_not_is_withdrawn() -> None:
    PostFactory.create(slug="live")
    PostFactory.create(slug="never", status=Status.DRAFT)
    PostFactory.create(slug="to-come", status=Status.SCHEDULED, published_at=NOW + HOUR)
    PostFactory.create(slug="expired", expires_at=NOW)
    PostFactory.create(slug="archived", status=Status.ARCHIVED)
    PostFactory.create(slug="taken-back", status=Status.DRAFT, first_published_at=LONG_AGO)
    withdrawn = Post.objects.withdrawn(NOW).values_list("slug", flat=True)
    assert set(withdrawn) == {"expired", "archived", "taken-back"}
