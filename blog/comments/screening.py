"""The facts of a reply, gathered for `blog.spam`, and what it finds in them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from blog.comments.models import Comment, PendingComment
from blog.comments.people import Author, parse_address
from blog.posts.models import Post
from blog.spam.models import Culprit
from blog.spam.services import Assessment, Submission, assess, is_refused
from blog.spam.text import fingerprint

OF_ACCOUNT, OF_NETWORK = timedelta(minutes=10), timedelta(hours=1)
MOST_COUNTED = 20  # beyond it one more says nothing more


def screen(post: Post, *, by: Author, text: str, at: datetime, but_for: int = 0) -> Assessment:
    """Return what speaks against a reply to a post, in two queries; `but_for` is the number of what it is already."""
    return assess(_submission(post, by, text, at, but_for), organization=post.organization_id, at=at)


def is_banned(post: Post, *, by: Author, at: datetime) -> bool:
    """Say whether nothing of an author is taken for a post, in one query."""
    email, user_id = _known_by(by)
    culprit = Culprit(user_id=user_id, email=email, address=parse_address(by.ip_address or ""), visitor_key=by.visitor_key)
    return is_refused(culprit, organization=post.organization_id, at=at)


def _known_by(by: Author) -> tuple[str, int | None]:
    """Return address and account; a user's address stands with the user."""
    return (by.email, None) if by.user is None else (by.user.email, by.user.pk)


def _submission(post: Post, by: Author, text: str, at: datetime, but_for: int) -> Submission:
    email, user_id = _known_by(by)
    same_text, of_account, of_network = _counts(post, by, text, at, but_for)
    return Submission(
        text=text,
        name=by.name,
        email=email,
        website=by.url,
        address=parse_address(by.ip_address or ""),
        user_id=user_id,
        visitor_key=by.visitor_key,
        page_title=post.title,
        form_seconds=by.form_seconds,
        filled_trap=by.filled_trap,
        same_text=same_text,
        of_account=of_account,
        of_network=of_network,
    )


def _counts(post: Post, by: Author, text: str, at: datetime, but_for: int) -> tuple[int, int, int]:
    """Return how often the text was written before, and how much lately by the account and from the network; in one query.

    Each is counted through an index, and no further than `MOST_COUNTED`.
    """
    others = Comment.objects.exclude(pk=but_for)
    account = others.filter(user=by.user) if by.user is not None else others.none()
    members = others.filter(ip_address=by.ip_address, user__isnull=False) if by.ip_address else others.none()
    guests = PendingComment.objects.from_network(by.network)
    counts = (
        _count(others.with_text(fingerprint(text))),
        _count(account.since(at - OF_ACCOUNT)),
        _count(members.since(at - OF_NETWORK)) + _count(guests.since(at - OF_NETWORK)),
    )
    same_text, of_account, of_network = Post.objects.filter(pk=post.pk).values_list(*counts).get()
    return same_text, of_account, of_network


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    """Return the number of some rows, counted no further than needed, as a part of a statement."""
    some = rows.order_by().values("pk")[:MOST_COUNTED]
    counted = rows.model._default_manager.filter(pk__in=some).order_by().annotate(rows=models.Func("pk", function="COUNT"))
    return Coalesce(models.Subquery(counted.values("rows")), 0, output_field=models.IntegerField())
