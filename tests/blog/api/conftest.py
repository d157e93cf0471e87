"""A small site with a bit of everything that the API tells of."""

from datetime import timedelta

import pytest

from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.media.pictures import photo
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, PostFactory, TagFactory, UserFactory

BODY = '<p>Words of <a href="/posts/other/">another</a> post.</p>'


@pytest.fixture
def post(organization: Organization) -> Post:
    """A post with terms, a cover and replies, among others."""
    organization.description, organization.website = "<p>It makes examples.</p>", "https://example.org/"
    organization.tagline, organization.founded_year, organization.country = "Examples", 1987, "RO"
    organization.save()
    post = PostFactory.create(
        organization=organization,
        slug="a-post",
        title="A <post> & more",
        summary="What it is about",
        body=BODY,
        byline="Reader One",
        language="ro",
        is_featured=True,
        published_at=LONG_AGO + timedelta(days=1),
        cover=add_image(photo(1600, 900), organization=organization, name="cover.jpg"),
        cover_alt="A harbour",
        categories=[CategoryFactory.create(slug="news", name="News", description="What is new")],
        tags=[TagFactory.create(slug="trade", name="Trade"), TagFactory.create(slug="что", name="Что")],
    )
    PostFactory.create(slug="other", is_date_known=False)
    PostFactory.create(slug="draft", status=Status.DRAFT)
    PostFactory.create(slug="withdrawn", status=Status.ARCHIVED)
    first = CommentFactory.create(post=post, user_name="The Guest", user_url="https://guest.example.org/")
    CommentFactory.create(post=post, reply_to=first, user=UserFactory.create(name="The Member"), user_email="")
    return post
