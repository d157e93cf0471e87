"""At any moment a post is public, withdrawn or neither; never two of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.models.queryset import UNDATED_STATUSES

pytestmark = pytest.mark.django_db
START = datetime(2020, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours))


@st.composite
def posts(draw: st.DrawFn) -> Post:
    status = draw(st.sampled_from(Status))
    published_at = None if status in UNDATED_STATUSES else draw(HOURS)
    expires_at = draw(st.none() | HOURS)
    if published_at and expires_at and expires_at <= published_at:
        expires_at = None
    return Post(
        title="A",
        status=status,
        published_at=published_at,
        first_published_at=draw(st.none() | HOURS) if status in UNDATED_STATUSES else draw(HOURS),
        expires_at=expires_at,
        archived_at=START if status == Status.ARCHIVED else None,
    )


def is_public(post: Post, at: datetime) -> bool:
    is_open = post.expires_at is None or post.expires_at > at
    return (
        post.status in {Status.PUBLISHED, Status.SCHEDULED}
        and post.published_at is not None
        and post.published_at <= at
        and is_open
    )


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(posts(), min_size=1, max_size=8), HOURS)
def test_no_post_is_public_and_withdrawn_at_once(rows: list[Post], at: datetime) -> None:
    with transaction.atomic():
        organization = Organization.objects.create(name="Institute", slug="institute")
        for number, post in enumerate(rows):
            post.organization, post.slug = organization, str(number)
        Post.objects.bulk_create(rows)
        public = set(Post.objects.published(at).values_list("slug", flat=True))
        withdrawn = set(Post.objects.withdrawn(at).values_list("slug", flat=True))
        assert public == {post.slug for post in rows if is_public(post, at)}
        was_public = {post.slug for post in rows if post.first_published_at and post.first_published_at <= at}
        assert withdrawn == was_public - public
        transaction.set_rollback(True)
