"""Following a discussion, or one branch of it, by mail."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.models.comment import Comment
from blog.comments.models.queryset import State
from blog.mailing.opt_in import OptIn, OptInQuerySet
from blog.posts.models import Post


class FollowQuerySet(OptInQuerySet["Follow"]):
    """Who follows what."""

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

    def on_public_posts(self, at: datetime) -> Self:
        """Return the follows of posts that the public may see at a moment."""
        return self.filter(post__in=Post.objects.published(at))

    def with_address(self, *, never: Collection[str]) -> Self:
        """Return follows with the `address` that is written to, which for a user is the one they have now; some never are."""
        active = models.Q(user__isnull=True) | models.Q(user__is_active=True)
        return self.filter(active).annotate(address=Coalesce("user__email", "email")).exclude(address__in=never)


class Follow(OptIn):
    """An address that gets a mail for each new comment below a post, or in one branch: below one root.

    Of a user the address that counts is the one they have now.
    """

    stop_salt = "blog.comments.follow.stop"
    origin = "follow"

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name=_("post"))
    branch = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("branch"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
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
    def branch_author(self) -> str:
        """The name of who began the branch; empty where the public does not read it, and for a whole discussion."""
        return name_of_author(self.branch)


def name_of_author(branch: Comment | None) -> str:
    """Return the name of who began a branch, in one line, where the public reads it."""
    if branch is None or not branch.is_shown or branch.state != State.PUBLIC:
        return ""
    return " ".join(branch.author_name.split())
