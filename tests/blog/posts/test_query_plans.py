"""Lists are read from an index, not sorted: SQLite says so of its plans at any size of a table."""

import pytest
from django.db import connection

from blog.organizations.models import Organization
from blog.posts.models import Post, PostQuerySet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests"),
]


def plan(posts: PostQuerySet) -> str:
    return posts.for_listing()[:13].explain()


def test_the_home_page_reads_the_newest_from_an_index() -> None:
    assert "post_newest" in plan(Post.objects.published())
    assert "TEMP B-TREE" not in plan(Post.objects.published())


def test_the_featured_posts_come_from_an_index() -> None:
    assert "post_featured" in plan(Post.objects.published().featured())


def test_an_organization_s_posts_come_from_an_index(organization: Organization) -> None:
    posts = Post.objects.published().of(organization)
    assert "post_of_organization" in plan(posts)
    assert "TEMP B-TREE" not in plan(posts)
