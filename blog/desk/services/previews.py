"""Showing a post to people without an account, and taking note of what they say."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import models, transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.desk.errors import (
    ChangedMeanwhileError,
    ExpiredPreviewError,
    ForgedReviewError,
    NotAllowedError,
    RevokedPreviewError,
    TooManyReviewsError,
    UnknownPreviewError,
)
from blog.desk.models import GuestReview, PreviewLink, Verdict
from blog.desk.services.mails import tell_of_guest_review
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post
from blog.posts.services import newest_version

logger = logging.getLogger(__name__)

REVIEWS_AN_HOUR = 20  # through one link
SAME_WORDS = timedelta(minutes=10)  # within it the same words are one review sent twice
VERDICTS = {Verdict.APPROVED: Verb.PREVIEWS_APPROVE, Verdict.COMMENTED: Verb.PREVIEWS_COMMENT}
TICKET_SALT = "blog.desk.services.previews"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a guest sends: `ticket` is what `ticket_for` gave the page that they read."""

    name: str
    verdict: str
    text: str
    ticket: str


@transaction.atomic
def make_link(post: Post, *, reader: str, days: int, by: User, at: datetime) -> PreviewLink:
    """Return a new link that shows a post for some days to whoever holds it.

    Raises:
        NotAllowedError: when the person may not change the post.
    """
    _check_right(post, by)
    link = PreviewLink.objects.create(
        post=post, reader=reader, created_by=by, created_at=at, expires_at=at + timedelta(days=days)
    )
    _record(Verb.PREVIEWS_ADD, link, by=by, at=at)
    return link


@transaction.atomic
def revoke_link(link: PreviewLink, *, by: User, at: datetime) -> None:
    """Take a link back for good; one that was taken back before stays as it is.

    Raises:
        NotAllowedError: when the person may not change the post.
    """
    _check_right(link.post, by)
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        _record(Verb.PREVIEWS_REVOKE, link, by=by, at=at)
    link.refresh_from_db(fields=["revoked_at", "revoked_by"])


def find_link(token: str, *, at: datetime) -> PreviewLink:
    """Return the link that a token opens, with its post and organization; nothing is changed.

    Raises:
        UnknownPreviewError, ExpiredPreviewError, RevokedPreviewError: when it opens nothing.
    """
    link = PreviewLink.objects.with_token(token).select_related("post__organization").first()
    if link is None:
        raise UnknownPreviewError
    if link.revoked_at is not None or link.post.trashed_at is not None:
        raise RevokedPreviewError
    if link.is_expired(at=at):
        raise ExpiredPreviewError
    return link


def count_opening(link: PreviewLink, *, at: datetime) -> None:
    """Note that the post was read through the link."""
    PreviewLink.objects.filter(pk=link.pk).update(opened_count=models.F("opened_count") + 1, opened_at=at)


def ticket_for(link: PreviewLink, *, shown: Post) -> str:
    """Return what the form of a page carries: which link it was opened by, and which text it shows.

    Nobody else can make one. So it does for this page what a CSRF token does, and the page needs no cookie.
    """
    return signing.dumps((link.pk, fingerprint(shown)), salt=TICKET_SALT)


@transaction.atomic
def give_review(token: str, said: Said, *, at: datetime) -> GuestReview:
    """Store what a guest says of the text that they read, and tell the post's people; sent twice, it is stored once.

    Raises:
        UnknownPreviewError, ExpiredPreviewError, RevokedPreviewError: when the link opens nothing.
        ForgedReviewError: when the ticket is not that of the link's page.
        ChangedMeanwhileError: when the text has changed since the page was opened.
        TooManyReviewsError: when much was sent within an hour.
    """
    link = find_link(token, at=at)
    PreviewLink.objects.select_for_update().get(pk=link.pk)  # one after the other, for the limit
    version = _read_ticket(said.ticket, link)
    if version != fingerprint(newest_version(link.post)[0]):
        raise ChangedMeanwhileError
    words = {"name": said.name, "verdict": said.verdict, "text": said.text, "version": version}
    if (again := link.reviews.since(at - SAME_WORDS).filter(**words).first()) is not None:
        return again
    _check_limit(link, at)
    review = GuestReview.objects.create(link=link, created_at=at, **words)
    _record(VERDICTS[Verdict(review.verdict)], link, by=None, at=at)
    tell_of_guest_review(review, at=at)
    logger.info("preview.reviewed", extra={"post": link.post_id, "link": link.pk, "review": review.pk})
    return review


def _record(verb: Verb, link: PreviewLink, *, by: User | None, at: datetime) -> None:
    """Record what became of a link, by how long it works; who holds it, and what they said, stands with the post."""
    after = {"expires_at": audit.plain(link.expires_at)}
    audit.record(verb, link.post, organization=link.post.organization_id, by=by, at=at, after=after)


def _check_right(post: Post, by: User) -> None:
    if not Post.objects.editable_by(by).filter(pk=post.pk).exists():
        raise NotAllowedError


def _read_ticket(ticket: str, link: PreviewLink) -> str:
    try:
        number, version = signing.loads(ticket, salt=TICKET_SALT)
    except signing.BadSignature:
        raise ForgedReviewError from None
    if number != link.pk:
        raise ForgedReviewError
    return str(version)


def _check_limit(link: PreviewLink, at: datetime) -> None:
    hour = timedelta(hours=1)
    moments = link.reviews.since(at - hour).order_by("-created_at").values_list("created_at", flat=True)
    if len(found := list(moments[:REVIEWS_AN_HOUR])) == REVIEWS_AN_HOUR:
        raise TooManyReviewsError(found[-1] + hour - at)
