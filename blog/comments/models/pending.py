"""Guests' replies that wait for a confirmation."""

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment
from blog.mailing.opt_in import TOKEN_BYTES, hash_token
from blog.posts.models import Post
from blog.richtext.text import shorten


class PendingQuerySet(models.QuerySet["PendingComment"]):
    """Guests' replies that wait, by where they came from."""

    def unconfirmed(self) -> Self:
        """Return those that nobody has confirmed."""
        return self.filter(confirmed_at__isnull=True)

    def from_address(self, email: str) -> Self:
        """Return what was written under an e-mail address."""
        return self.filter(email=email)

    def from_network(self, network: str) -> Self:
        """Return what came from a network; nothing where that is not known."""
        return self.filter(network=network) if network else self.none()

    def since(self, moment: datetime) -> Self:
        """Return what was written after a moment."""
        return self.filter(created_at__gt=moment)

    def newest_first(self) -> Self:
        """Return the latest first."""
        return self.order_by("-created_at", "-pk")

    def with_token(self, token: str) -> Self:
        """Return the one that the link in a mail confirms, with its post."""
        return self.filter(token_hash=hash_token(token)).select_related("post__organization")

    def expired_before(self, moment: datetime) -> Self:
        """Return those whose link ran out before a moment."""
        return self.filter(expires_at__lt=moment)


class PendingComment(models.Model):
    """A guest's reply that becomes a comment when the link in the confirmation mail is followed and confirmed.

    Only a hash of the link's token is kept: who reads the table cannot confirm. Once confirmed, the words stand in the
    comment alone; the row stays until it expires, so that a second click is told what happened.
    """

    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # none before the mail is written
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name=_("post"))
    reply_to = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reply to"))
    name = models.CharField(_("name"), max_length=50)
    email = models.EmailField(_("e-mail address"))
    url = models.URLField(_("website"), blank=True)
    text = models.TextField(_("text"), blank=True)
    ip_address = models.GenericIPAddressField(_("network address"), null=True, blank=True, unpack_ipv4=True)
    network = models.CharField(max_length=50, blank=True, editable=False)  # the address, or an IPv6 /64
    visitor_key = models.CharField(max_length=64, blank=True, editable=False)  # the browser, if it is known
    form_seconds = models.PositiveIntegerField(null=True, editable=False)  # for how long the form was open
    filled_trap = models.BooleanField(default=False, editable=False)
    followup = models.BooleanField(_("tell about replies"), default=False, editable=False)
    created_at = models.DateTimeField(_("written at"))
    expires_at = models.DateTimeField(_("expires at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("comment"))

    objects = PendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unconfirmed reply")
        verbose_name_plural = _("unconfirmed replies")
        indexes = [
            models.Index(fields=["email", "-created_at"], name="pending_comment_of_address"),  # the limit per address
            models.Index(fields=["network", "-created_at"], name="pending_comment_of_network"),  # the limit per network
            models.Index(fields=["visitor_key"], name="pending_comment_of_visitor"),  # one's own waiting replies
            models.Index(fields=["expires_at"], name="pending_comment_expiry"),  # the clean-up
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(text=""),
                name="pending_comment_text_only_until_confirmed",
                violation_error_message=_("A confirmed reply keeps its text in the comment alone."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {shorten(self.text, 50)}"

    def renew_token(self) -> str:
        """Store the hash of a new random token and return the token; an earlier one confirms nothing any more."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash = hash_token(token)
        self.save(update_fields=["token_hash"])
        return token

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether the link has run out."""
        return self.expires_at <= at
