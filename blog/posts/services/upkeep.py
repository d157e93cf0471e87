"""Keeping posts correct: somebody looks at each again by a date, and says that it still is."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.posts import mails, people
from blog.posts.models import Post
from blog.posts.models.errors import NotReviewerError, PastDateError

POSTS_AT_ONCE = 200  # the rest is reminded of an hour later


@transaction.atomic
def set_review_by(post: Post, day: date | None, *, by: User, at: datetime) -> None:
    """Set by when a post is to be looked at again; None for never.

    Raises:
        NotReviewerError: when the person does not work on the post.
        PastDateError: when the day is not to come.
    """
    _check(post, day, by, at)
    Post.objects.filter(pk=post.pk).update(review_by_date=day)
    post.review_by_date = day


@transaction.atomic
def confirm(post: Post, *, next_date: date | None, by: User, at: datetime) -> None:
    """Store that a post was checked and is still correct, and by when it is to be looked at again; the text stays as it is.

    Raises:
        NotReviewerError: when the person does not work on the post.
        PastDateError: when the day is not to come.
    """
    _check(post, next_date, by, at)
    Post.objects.filter(pk=post.pk).update(review_by_date=next_date, checked_at=at)
    post.review_by_date, post.checked_at = next_date, at


def remind(*, at: datetime) -> int:
    """Put a mail to each of a post's people into the outbox, once for each date that has come; return for how many posts."""
    today = timezone.localdate(at)
    due = list(Post.objects.due_for_review(today).not_reminded_of().order_by("review_by_date", "pk")[:POSTS_AT_ONCE])
    return sum(_remind(post.pk, today, at) for post in due)


@transaction.atomic
def _remind(number: int, today: date, at: datetime) -> bool:
    """Remind of one post, which is looked at again under a lock: two who do this at once send one mail."""
    rows = Post.objects.select_for_update(of=("self",)).due_for_review(today).not_reminded_of()
    post = rows.select_related("organization").filter(pk=number).first()
    if post is None:
        return False
    Post.objects.filter(pk=number).update(review_reminded_date=post.review_by_date)
    told = {user.pk: user for user in people.authors(post)} or {user.pk: user for user in people.publishers(post)}
    with mails.in_site_language():
        subject = _("Still correct? “%(title)s”") % {"title": post.title}
        key = f"review-by:{post.pk}:{post.review_by_date}"
        mails.send(told.values(), key=key, subject=subject, text=mails.body("posts/mail/review_by.txt", post, {}), at=at)
    return True


def _check(post: Post, day: date | None, by: User, at: datetime) -> None:
    if not Post.objects.worked_on_by(by).filter(pk=post.pk).exists():
        raise NotReviewerError(post)
    if day is not None and day <= timezone.localdate(at):
        raise PastDateError(post)
