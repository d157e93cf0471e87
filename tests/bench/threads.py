"""Threads of any size and shape, stored in a few statements."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import F
from django_comments.models import Comment as StoredComment

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.services import add_imported_comments
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.comments.samples import Item

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "Which of the two tables was used for the chart, and is there a *reason* why the year before is left out? " * 3
DEPTH = 6

type Shape = list[int | None]  # which earlier comment each answers, by its index; None for the post


def make_users(count: int) -> list[User]:
    """Store people who sign in."""
    taken = User.objects.count()
    return User.objects.bulk_create(
        [User(email=f"reader{number}@example.org", name=f"Reader {number}") for number in range(taken, taken + count)]
    )


def make_thread(organization: Organization, slug: str, shape: Shape, *, users: Sequence[User]) -> Post:
    """Store a public post with a thread of a shape. Each user wrote one of the comments; likes and pictures differ."""
    dates = {"published_at": BEGAN, "first_published_at": BEGAN}
    post = Post.objects.create(
        organization=organization, slug=slug, title=slug, body="<p>A text.</p>", status=Status.PUBLISHED, **dates
    )
    items = [
        Item(author_name=f"Reader {number}", text=TEXT, submitted_at=BEGAN + timedelta(minutes=number), parent=parent)
        for number, parent in enumerate(shape)
    ]
    add_imported_comments(post, items, at=BEGAN)
    comments = Comment.objects.of_post(post)
    comments.update(like_count=F("pk") * 31 % 97, identicon=F("pk") * 7919 % 1_000_003 + 1)
    for user, pk in zip(users, comments.oldest_first().values_list("pk", flat=True), strict=False):
        StoredComment.objects.filter(pk=pk).update(user=user)
    return post


def roots(count: int) -> Shape:
    """Return the shape of a thread in which everybody answers the post."""
    return [None] * count


def branches(count: int, replies: int) -> Shape:
    """Return the shape of a thread of some roots, below each so many replies that go on to a depth and begin again."""
    shape: Shape = []
    for _root in range(count):
        first = len(shape)
        shape += [None, *(first if number % DEPTH == 0 else first + number for number in range(replies))]
    return shape
