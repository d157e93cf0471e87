"""An issue: the posts that one mail to each subscriber brings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.posts.models import Post
from blog.subscriptions.models.subscription import Frequency


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues."""

    def unfinished(self) -> Self:
        """Return those that have not reached every subscriber, the oldest first."""
        return self.filter(done_at__isnull=True).order_by("pk")


class Issue(models.Model):
    """The posts that became public in a time and go out to all who want mails so often.

    `reached` is the number of the last subscription whose mail was put into the outbox: who is cut off goes on there.
    """

    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency)
    ends_at = models.DateTimeField(_("until"))
    made_at = models.DateTimeField(_("made at"))
    reached = models.PositiveBigIntegerField(default=0, editable=False)
    mail_count = models.PositiveIntegerField(_("mails"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    posts = models.ManyToManyField(Post, through="IssuePost", related_name="+", verbose_name=_("posts"))

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.UniqueConstraint(
                fields=["frequency", "ends_at"],
                name="issue_of_a_time_once",
                violation_error_message=_("There is an issue of this time already."),
            ),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values),
                name="issue_frequency_is_known",
                violation_error_message=_("This frequency does not exist."),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="issue_unfinished"),  # what goes on
        ]

    def __str__(self) -> str:
        return f"{self.get_frequency_display()} {self.ends_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def make(cls, frequency: Frequency, posts: Iterable[Post], *, ends_at: datetime, at: datetime) -> Self:
        """Store an issue with its posts; one without any has nobody to reach, and is done.

        Raises:
            IntegrityError: when another process made one of the same time, or with one of the posts.
        """
        contents = list(posts)
        done_at = None if contents else at
        issue = cls.objects.create(frequency=frequency, ends_at=ends_at, made_at=at, done_at=done_at)
        IssuePost.objects.bulk_create(IssuePost(issue=issue, post=post, frequency=frequency) for post in contents)
        return issue


class IssuePost(models.Model):
    """A post in an issue. The database sees to it that a post goes out once at each frequency."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="contents")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", db_index=False)
    frequency = models.CharField(max_length=20, choices=Frequency)

    objects = models.Manager["IssuePost"]()

    class Meta:
        verbose_name = _("post in an issue")
        verbose_name_plural = _("posts in issues")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "frequency"],
                name="issue_brings_a_post_once",
                violation_error_message=_("This post was in an issue already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}"
