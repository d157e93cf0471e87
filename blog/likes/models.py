"""A like of a post or of a comment."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models import Comment
from blog.likes.people import Liker
from blog.posts.models import Post

type Target = Post | Comment


class LikeQuerySet(models.QuerySet["Like"]):
    """Likes, by what is liked and by whom."""

    def on(self, target: Target) -> Self:
        """Return the likes of a post itself, or of a comment."""
        return self.filter(post=target) if isinstance(target, Post) else self.filter(comment=target)

    def of_post_and_its_comments(self, post: Post) -> Self:
        """Return the likes of everything that stands on a post's page."""
        return self.filter(models.Q(post=post) | models.Q(comment__post=post))

    def by(self, liker: Liker) -> Self:
        """Return what somebody likes, as the account that they are and from the browser that they use; nobody likes nothing."""
        own = models.Q(pk__in=())
        if liker.user is not None:
            own |= models.Q(user=liker.user)
        if liker.visitor_key:
            own |= models.Q(visitor_key=liker.visitor_key)
        return self.filter(own)

    def counted_with(self, liker: Liker) -> Self:
        """Return the likes that a limit counts: an account's own, else those of visitors from the same network."""
        if liker.user is not None:
            return self.filter(user=liker.user)
        return self.filter(network=liker.network) if liker.network else self.none()

    def with_network_before(self, moment: datetime) -> Self:
        """Return those from before a moment that still say which network they came from."""
        return self.exclude(network="").filter(created_at__lt=moment)

    def newest_first(self) -> Self:
        """Return the latest first."""
        return self.order_by("-created_at", "-pk")


class Like(models.Model):
    """Somebody likes a post or a comment, once. The counts in `Post.like_count` and `Comment.like_count` follow the rows.

    Somebody is an account, or a visitor by the hash of a cookie. Only the services store and delete rows.
    """

    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="likes", verbose_name=_("post"))
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="likes", verbose_name=_("comment"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="likes", verbose_name=_("person")
    )
    visitor_key = models.CharField(max_length=64, null=True, editable=False)  # unique for each target, so none is NULL
    network = models.CharField(max_length=50, blank=True, editable=False)  # of a visitor, for as long as the limit looks back
    created_at = models.DateTimeField(_("liked at"))

    objects = LikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        indexes = [
            models.Index(  # the limit per network, and forgetting networks
                fields=["network", "-created_at"], condition=~models.Q(network=""), name="like_from_network"
            ),
            models.Index(fields=["created_at"], name="like_by_age"),  # the chart of the start page
            models.Index(fields=["user", "-created_at"], name="like_of_user"),  # the limit per account
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, comment__isnull=True)
                | models.Q(post__isnull=True, comment__isnull=False),
                name="like_has_one_target",
                violation_error_message=_("A like is of one post or of one comment."),
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, visitor_key__isnull=True)
                | (models.Q(user__isnull=True, visitor_key__isnull=False) & ~models.Q(visitor_key="")),
                name="like_is_of_one_person",
                violation_error_message=_("A like is of one account or of one visitor."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[person, target],
                    condition=models.Q((f"{person}__isnull", False), (f"{target}__isnull", False)),
                    name=f"like_of_{target}_once_by_{name}",
                    violation_error_message=_("This is liked already."),
                )
                for person, name in (("user", "user"), ("visitor_key", "visitor"))
                for target in ("post", "comment")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or _('a visitor')}: {self.post or self.comment}"
