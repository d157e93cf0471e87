"""Subscribers, and posts that are new at the moment at which these tests stand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.subscriptions.models import Subscription
from tests.factories import PostFactory

NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)  # a Friday
GUEST = "guest.one@example.org"


def subscriber(email: str = GUEST, organization: Organization | None = None, **fields: Any) -> Subscription:
    """Store somebody who has confirmed; with `confirmed_at=None` somebody who has not."""
    long_ago = NOW - timedelta(days=365)
    given: dict[str, Any] = {"language": "en", "created_at": long_ago, "asked_at": long_ago, "confirmed_at": long_ago}
    return Subscription.objects.create(email=email, organization=organization, **(given | fields))


def new_post(title: str = "News", *, age: timedelta = timedelta(minutes=10), **fields: Any) -> Post:
    """Store a post that became public a while ago."""
    post: Post = PostFactory.create(title=title, published_at=NOW - age, **fields)
    return post
