"""Fixtures of likes: what can be liked, and who likes it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.likes.people import Liker
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory, UserFactory


@pytest.fixture
def now() -> Iterator[datetime]:
    """The moment at which the clock of the test stands."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="a-post", title="A post")


@pytest.fixture
def comment(post: Post) -> Comment:
    return CommentFactory.create(post=post, comment="Well said.", user_name="Guest One")


@pytest.fixture(params=["post", "comment"])
def target(request: pytest.FixtureRequest, post: Post, comment: Comment) -> Post | Comment:
    """A post, and in another run a comment."""
    return post if request.param == "post" else comment


@pytest.fixture
def reader() -> User:
    return UserFactory.create(email="reader.one@example.org", name="Reader One")


@pytest.fixture
def by_reader(reader: User) -> Liker:
    return Liker(user=reader)


@pytest.fixture
def by_visitor() -> Liker:
    return Liker(visitor_key="a" * 64, network="192.0.2.7")
