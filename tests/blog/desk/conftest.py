"""A draft, and a link that shows it to a guest."""

import pytest

from blog.accounts.models import User
from blog.desk.models import PreviewLink
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory, PreviewLinkFactory


@pytest.fixture
def draft(organization: Organization, author: User) -> Post:
    """A draft of the author, in the organization that has an editor and an owner where a test asks for them."""
    post: Post = PostFactory.create(
        organization=organization, status=Status.DRAFT, title="Not out yet", slug="not-out-yet", body="<p>Secret plans.</p>"
    )
    post.authors.add(author)
    return post


@pytest.fixture
def link(draft: Post) -> PreviewLink:
    """A link to the draft that works for a week."""
    made: PreviewLink = PreviewLinkFactory.create(post=draft, reader="Dr. Guest", created_at=NOW)
    return made
