"""Fixtures of one's own data: a public post, and the moment at which the clock stands."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import PostFactory


@pytest.fixture
def now() -> Iterator[datetime]:
    """The moment at which the clock of the test stands."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="a-post", title="A post")
