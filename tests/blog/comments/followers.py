"""People who follow a discussion."""

from datetime import datetime
from typing import Any

from blog.comments.models import Comment, Follow
from blog.posts.models import Post
from tests.blog.comments.samples import NOW


def follower(post: Post, email: str = "follower@example.org", *, branch: Comment | None = None, **fields: Any) -> Follow:
    """Store somebody who has confirmed; with `confirmed_at=None` somebody who has not."""
    at: datetime = NOW
    given: dict[str, Any] = {"language": "en", "created_at": at, "asked_at": at, "confirmed_at": at}
    return Follow.objects.create(post=post, email=email, branch=branch, **(given | fields))
