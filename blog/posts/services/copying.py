"""Making a draft out of a post: a copy, or the beginning of a translation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from blog.accounts.models import User
from blog.posts.models import Post, Status
from blog.posts.services.recording import record_revision
from blog.posts.services.saving import save_post


def copy_of(post: Post, names: Iterable[str], *, by: User, at: datetime, **others: Any) -> Post:
    """Return a stored draft with some columns of a post, its terms and its people, and `by` among these."""
    copy = Post(**{name: getattr(post, name) for name in names} | others, status=Status.DRAFT)
    save_post(copy, by=None, at=at)
    for name in ("categories", "tags"):
        getattr(copy, name).set(getattr(post, name).all())
    copy.authors.set({*post.authors.all(), by})
    record_revision(copy, by=by, at=at)
    return copy
