"""Who has a post open in their form just now."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.posts.models import Post

HEARTBEAT_SECONDS = 45  # how often an open form says that it still is
STAYS = timedelta(seconds=3 * HEARTBEAT_SECONDS)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Presences, by what somebody is to be told of them."""

    def current(self, at: datetime) -> Self:
        """Return those that were heard of lately."""
        return self.filter(seen_at__gt=at - STAYS)

    def over(self, at: datetime) -> Self:
        """Return those that were not heard of any more."""
        return self.filter(seen_at__lte=at - STAYS)

    def beside(self, user: User, post: Post) -> Self:
        """Return the others at a post, the first to open it first, with their names."""
        return self.filter(post=post).exclude(user=user).select_related("user").order_by("opened_at", "pk")


class Presence(models.Model):
    """One person who has one post open."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+", verbose_name=_("post"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences", verbose_name=_("person"))
    opened_at = models.DateTimeField(_("opened at"))
    seen_at = models.DateTimeField(_("seen at"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        indexes = [models.Index(fields=["seen_at"], name="presence_oldest")]  # deleting what is over
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="presence_is_one_for_person_and_post"),
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=models.F("opened_at")),
                name="presence_is_seen_after_opening",
                violation_error_message=_("Nobody is seen at a post before opening it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.post}"

    @property
    def is_new(self) -> bool:
        """Whether it began within a minute of being seen last: there is nothing to count."""
        return self.seen_at - self.opened_at < timedelta(minutes=1)
