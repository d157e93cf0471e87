"""Whose a reply is, and what its author reads of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.errors import NotOwnError
from blog.comments.models import Comment, CommentQuerySet, PendingComment, PendingQuerySet, State
from blog.comments.people import Author
from blog.posts.models import Post
from blog.richtext.rendering import render_comment

EDIT_WINDOW = timedelta(minutes=15)
MOST_SHOWN = 50  # of one's own replies on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose replies are asked for: a signed-in user's, those that a browser wrote as a guest, or both."""

    user: User | None = None
    visitor_key: str = ""

    def comments(self) -> CommentQuerySet:
        """Return the comments that are theirs and have not been withdrawn."""
        own = models.Q(pk__in=[])
        if self.user is not None:
            own |= models.Q(user=self.user)
        if self.visitor_key:
            own |= models.Q(user__isnull=True, visitor_key=self.visitor_key)
        return Comment.objects.filter(own).exclude(comment="")

    def unconfirmed(self, at: datetime) -> PendingQuerySet:
        """Return the replies of theirs that wait for their confirmation."""
        rows = PendingComment.objects.unconfirmed().filter(expires_at__gt=at).exclude(text="")
        return rows.filter(visitor_key=self.visitor_key) if self.visitor_key else rows.none()


def find_own(pk: int, *, owner: Owner, at: datetime) -> Comment:
    """Return an owner's comment on a post that is public, with both and who wrote it.

    Raises:
        NotOwnError: when there is none.
    """
    rows = owner.comments().on_public_posts(at).numbered(pk).select_related("post__organization", "user")
    comment = rows.first()
    if comment is None:
        raise NotOwnError
    return comment


def find_own_unconfirmed(pk: int, *, owner: Owner, at: datetime) -> PendingComment:
    """Return an owner's reply that waits for its confirmation or was confirmed since, on a post that is public, with the post.

    Raises:
        NotOwnError: when there is none.
    """
    rows = PendingComment.objects.filter(pk=pk, post__in=Post.objects.published(at)).select_related("post__organization")
    pending = rows.filter(visitor_key=owner.visitor_key).first() if owner.visitor_key else None
    if pending is None or pending.is_expired(at=at) or not (pending.text or pending.confirmed_at):
        raise NotOwnError
    return pending


class Standing(models.TextChoices):
    """How a reply stands, in words for its author."""

    UNCONFIRMED = "unconfirmed", _("Waits for your confirmation: look into your mail.")
    HELD = "held", _("Waits for a moderator.")
    PUBLIC = "public", _("Is public.")
    COVERED = "covered", _("Does not show, because what it answers does not.")
    TAKEN_DOWN = "taken-down", _("Was taken down by a moderator.")

    @classmethod
    def of(cls, comment: Comment) -> "Standing":
        """Return how a comment stands."""
        if comment.state == State.PUBLIC:
            return cls.PUBLIC if comment.is_shown else cls.COVERED
        return cls.HELD if comment.state == State.HELD else cls.TAKEN_DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReply:
    """A reply as its author reads it; `number` is that of the comment, or of the row that waits for its confirmation."""

    number: int
    standing: Standing
    body_html: str
    written_at: datetime
    can_change: bool

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it is no comment yet."""
        return self.standing == Standing.UNCONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Whether it may become public yet."""
        return self.standing in {Standing.UNCONFIRMED, Standing.HELD}

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it."""
        return self.standing == Standing.PUBLIC


def own_replies(post: Post, *, owner: Owner, at: datetime) -> list[OwnReply]:
    """Return an owner's latest replies to a post, in two queries: what waits for its confirmation, then the comments."""
    unconfirmed = owner.unconfirmed(at).filter(post=post).newest_first()[:MOST_SHOWN]
    answers = Comment.objects.in_thread().filter(reply_to=models.OuterRef("pk"))
    comments = owner.comments().of_post(post).latest_first().annotate(is_answered=models.Exists(answers))[:MOST_SHOWN]
    return [
        OwnReply(
            number=pending.pk,
            standing=Standing.UNCONFIRMED,
            body_html=render_comment(pending.text),
            written_at=pending.created_at,
            can_change=True,
        )
        for pending in unconfirmed
    ] + [
        OwnReply(
            number=comment.pk,
            standing=Standing.of(comment),
            body_html=comment.body_html,
            written_at=comment.submit_date,
            can_change=comment.state == State.PUBLIC and is_recent(comment, at=at) and not comment.is_answered,
        )
        for comment in comments
    ]


def is_recent(comment: Comment, *, at: datetime) -> bool:
    """Say whether a comment was written so shortly ago that its author may still change it."""
    written_at: datetime = comment.submit_date
    return at < written_at + EDIT_WINDOW


def known_guest(visitor_key: str) -> Author | None:
    """Return what somebody gave when they last wrote as a guest with this browser; None when they never did."""
    if not visitor_key:
        return None
    pending = PendingComment.objects.filter(visitor_key=visitor_key).exclude(name="").newest_first().first()
    if pending is not None:
        return Author(name=pending.name, email=pending.email, url=pending.url)
    comment = Comment.objects.filter(user__isnull=True, visitor_key=visitor_key).exclude(user_name="").latest_first().first()
    return None if comment is None else Author(name=comment.user_name, email=comment.user_email, url=comment.user_url)
