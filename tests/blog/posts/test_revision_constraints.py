"""What the database refuses, also past all Python code."""

from typing import Any

import pytest
from django.db import IntegrityError

from blog.posts.models import Post, Revision
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


def make(post: Post, **fields: Any) -> Revision:
    return Revision.objects.create(**{"post": post, "number": 1, "content": {}, "created_at": LONG_AGO} | fields)


def test_two_revisions_of_a_post_never_share_a_number() -> None:
    post = PostFactory.create()
    make(post)
    make(PostFactory.create())
    with pytest.raises(IntegrityError):
        make(post)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"kind": "vanished"},
        {"kind": "correction"},
        {"kind": "saved", "correction": "Words"},
        {"kind": "restored"},
        {"kind": "saved", "restored_number": 1},
    ],
)
def test_a_revision_that_contradicts_itself_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make(PostFactory.create(), **fields)


def test_unpublished_changes_without_a_revision_are_refused() -> None:
    post = PostFactory.create()
    with pytest.raises(IntegrityError):
        Post.objects.filter(pk=post.pk).update(has_unpublished_changes=True)
