"""Links with which people without an account read a post before it is public, and what they said of it."""

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.posts.models import Post

KEY_BYTES = 24
NAME_CHARACTERS = 100
TEXT_CHARACTERS = 5_000
LIVES = {  # for how long a link works, in the words of the form
    1: _("For a day"),
    7: _("For a week"),
    14: _("For two weeks"),
    30: _("For 30 days"),
    90: _("For 90 days"),
}


def _signer() -> Signer:
    """Return what signs the links; those under the keys of `SECRET_KEY_FALLBACKS` work, too."""
    return Signer(sep=".", salt="blog.desk.preview")


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Links, by what they open."""

    def with_token(self, token: str) -> Self:
        """Return the one that a token opens; none when the site did not sign it."""
        try:
            return self.filter(key=_signer().unsign(token))
        except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
            return self.none()

    def of_post(self, post: Post) -> Self:
        """Return the links to a post, the latest first."""
        return self.filter(post=post).order_by("-pk")


class PreviewLink(models.Model):
    """A link that shows a post to whoever holds it, until it runs out or is taken back.

    The address carries the key under a signature: who reads the database alone cannot make it, and who may change the
    post can copy it again.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="preview_links", verbose_name=_("post"))
    key = models.CharField(max_length=64, unique=True, editable=False, default=new_key)
    reader = models.CharField(_("for whom"), max_length=NAME_CHARACTERS)
    created_at = models.DateTimeField(_("made at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    opened_count = models.PositiveIntegerField(_("times opened"), default=0)
    opened_at = models.DateTimeField(_("opened last at"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reader="") & ~models.Q(key=""),
                name="preview_link_names_its_reader",
                violation_error_message=_("Say whom the link is for."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="preview_link_expires_later",
                violation_error_message=_("A link runs out after it was made."),
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=False) | models.Q(revoked_by__isnull=True),
                name="preview_link_taken_back_at_a_moment",
                violation_error_message=_("Who took a link back did so at some moment."),
            ),
            models.CheckConstraint(
                condition=models.Q(opened_count=0, opened_at__isnull=True)
                | models.Q(opened_count__gt=0, opened_at__isnull=False),
                name="preview_link_opened_at_a_moment",
                violation_error_message=_("A link that was opened was opened at some moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.reader

    def get_absolute_url(self) -> str:
        """Return the path that it opens."""
        return reverse("preview", args=[self.token])

    @property
    def token(self) -> str:
        """What stands in the address."""
        return _signer().sign(self.key)

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether it has run out."""
        return self.expires_at <= at

    def is_live(self, *, at: datetime) -> bool:
        """Say whether it opens the post."""
        return self.revoked_at is None and not self.is_expired(at=at)


class Verdict(models.TextChoices):
    """What a guest says of a post."""

    APPROVED = "approved", _("Approved")
    COMMENTED = "commented", _("Commented")


class GuestReviewQuerySet(models.QuerySet["GuestReview"]):
    """What guests said."""

    def of_post(self, post: Post) -> Self:
        """Return what was said of a post, the latest first, each with its link."""
        return self.filter(link__post=post).select_related("link").order_by("-pk")

    def through(self, link: PreviewLink) -> Self:
        """Return what was said through a link, the first first."""
        return self.filter(link=link).order_by("pk")

    def since(self, moment: datetime) -> Self:
        """Return what was said after a moment."""
        return self.filter(created_at__gt=moment)


class GuestReview(models.Model):
    """What somebody without an account said of a post. `version` is the fingerprint of what they had before them."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="reviews", verbose_name=_("link"), db_index=False)
    name = models.CharField(_("name"), max_length=NAME_CHARACTERS)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    text = models.TextField(_("comment"), max_length=TEXT_CHARACTERS, blank=True)
    version = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("said at"))

    objects = GuestReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest review")
        verbose_name_plural = _("guest reviews")
        indexes = [
            models.Index(fields=["link", "-created_at"], name="guest_review_of_link"),  # the limit; it serves the key too
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.APPROVED) | (models.Q(verdict=Verdict.COMMENTED) & ~models.Q(text="")),
                name="guest_review_says_something",
                violation_error_message=_("Write what you want to say, or approve the post."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(version=""),
                name="guest_review_has_a_name",
                violation_error_message=_("Give your name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_verdict_display()}"
