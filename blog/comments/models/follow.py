"""Following a discussion, or one branch of it, by mail."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.models.comment import Comment, State
from blog.comments.models.pending import TOKEN_BYTES, hash_token
from blog.posts.models import Post

LINK_LIFE = timedelta(days=3)


def _stop_signer() -> Signer:
    """Return what signs the links that stop; its links work for ever, also under the keys of `SECRET_KEY_FALLBACKS`."""
    return Signer(sep=".", salt="blog.comments.follow.stop")


def _signed_number(stop_token: str) -> int | None:
    try:
        return int(_stop_signer().unsign(stop_token))
    except (BadSignature, UnicodeEncodeError):  # the latter: halves of characters, which an address can carry
        return None


class FollowQuerySet(models.QuerySet["Follow"]):
    """Who follows what."""

    def confirmed(self) -> Self:
        """Return those whose address is proven."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Return those whose address nobody has proven yet."""
        return self.filter(confirmed_at__isnull=True)

    def of_post(self, post: Post) -> Self:
        """Return the follows of a post's discussion and of its branches."""
        return self.filter(post=post)

    def of_branch(self, branch: Comment | None) -> Self:
        """Return the follows of a branch; with None those of whole discussions."""
        return self.filter(branch=branch)

    def told_of(self, comment: Comment) -> Self:
        """Return the confirmed follows under which people hear of a comment."""
        branch = models.Q(branch__isnull=True) | models.Q(branch=comment.root_id)
        return self.confirmed().filter(branch, post=comment.post_id)

    def sharing_address_with(self, follow: "Follow") -> Self:
        """Return all that goes to the address, or the addresses, to which one follow goes."""
        addresses = {follow.email, follow.user.email if follow.user else follow.email}
        users = User.objects.filter(email__in=addresses)
        return self.filter(models.Q(email__in=addresses) | models.Q(user__in=users.values("pk")))

    def of_user(self, user: User) -> Self:
        """Return what a user follows, or followed under the same address before signing in."""
        return self.filter(models.Q(user=user) | models.Q(email=user.email))

    def from_network(self, network: str) -> Self:
        """Return what was asked for from a network; nothing where that is not known."""
        return self.filter(network=network) if network else self.none()

    def asked_before(self, moment: datetime) -> Self:
        """Return what nobody has asked for since a moment."""
        return self.filter(asked_at__lt=moment)

    def mailed_to(self, email: str, *, after: datetime) -> Self:
        """Return those for which a mail with a link went to an address after a moment."""
        return self.filter(email=email, mailed_at__gt=after)

    def on_public_posts(self, at: datetime) -> Self:
        """Return the follows of posts that the public may see at a moment."""
        return self.filter(post__in=Post.objects.published(at))

    def with_token(self, token: str) -> Self:
        """Return the one that the link in a mail confirms, with what it follows."""
        return self.filter(token_hash=hash_token(token)).select_related("post__organization", "branch__user")

    def with_stop_token(self, token: str) -> Self:
        """Return the one that a link stops, with what it follows; none when the site did not sign the link."""
        number = _signed_number(token)
        return self.none() if number is None else self.filter(pk=number).select_related("post", "branch__user", "user")

    def with_address(self, *, never: Collection[str]) -> Self:
        """Return follows with the `address` that is written to, which for a user is the one they have now; some never are."""
        active = models.Q(user__isnull=True) | models.Q(user__is_active=True)
        return self.filter(active).annotate(address=Coalesce("user__email", "email")).exclude(address__in=never)


class Follow(models.Model):
    """An address that gets a mail for each new comment below a post, or in one branch: below one root.

    Nothing is sent before the address is proven: `confirmed_at`. Only a hash of the confirmation link's token is kept;
    the link that stops needs none, it is signed.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name=_("post"))
    branch = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("branch"))
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    language = models.CharField(_("language"), max_length=12)
    network = models.CharField(max_length=50, blank=True, editable=False)  # from where it was asked for; kept for a day
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # none before the mail is written
    created_at = models.DateTimeField(_("made at"))
    asked_at = models.DateTimeField(_("asked for at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        indexes = [
            models.Index(fields=["post", "branch", "id"], name="follow_of_discussion"),  # whom a new comment is told
            models.Index(fields=["email", "-mailed_at"], name="follow_of_address"),  # the limit per address, and stopping
            models.Index(fields=["network", "-asked_at"], name="follow_of_network"),  # the limit per network
            models.Index(fields=["asked_at"], name="follow_by_age"),  # the clean-up
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "email"],
                condition=models.Q(branch__isnull=True),
                name="follow_of_post_once",
                violation_error_message=_("This address follows the discussion already."),
            ),
            models.UniqueConstraint(  # rows without a branch are all different to it
                fields=["branch", "email"],
                name="follow_of_branch_once",
                violation_error_message=_("This address follows the branch already."),
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""),
                name="follow_email_is_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.post}"

    @property
    def stop_token(self) -> str:
        """What the link carries that stops the mails."""
        return _stop_signer().sign(str(self.pk))

    @property
    def branch_author(self) -> str:
        """The name of who began the branch; empty where the public does not read it, and for a whole discussion."""
        return name_of_author(self.branch)

    @staticmethod
    def is_stop_token(token: str) -> bool:
        """Say whether this site made a stop link."""
        return _signed_number(token) is not None

    @property
    def mail_origin(self) -> str:
        """The name under which the mails of this follow stand in the outbox."""
        return f"follow/{self.pk}"

    def renew_token(self, *, at: datetime) -> str:
        """Store the hash of a new random token and when it was mailed; return it. An earlier one confirms nothing any more."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.mailed_at = hash_token(token), at
        self.save(update_fields=["token_hash", "mailed_at"])
        return token

    def is_expired(self, *, at: datetime) -> bool:
        """Say whether the confirmation link has run out."""
        return self.mailed_at is None or self.mailed_at + LINK_LIFE <= at


def name_of_author(branch: Comment | None) -> str:
    """Return the name of who began a branch, in one line, where the public reads it."""
    if branch is None or not branch.is_shown or branch.state != State.PUBLIC:
        return ""
    return " ".join(branch.author_name.split())
