"""Reviews: somebody asks whether a post may appear as it is, and somebody else decides."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.posts.models.post import Post

NOTE_CHARACTERS = 2_000


class ReviewState(models.TextChoices):
    """Where a review stands."""

    REQUESTED = "requested", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Taken back")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, by what is left to do."""

    def of_post(self, post: Post) -> Self:
        """Return the reviews of a post, the latest first, with their people."""
        return self.filter(post=post).select_related("requested_by", "decided_by").order_by("-pk")

    def waiting(self) -> Self:
        """Return those that nobody has decided yet."""
        return self.filter(state=ReviewState.REQUESTED)


class Review(models.Model):
    """One review of one version of a post, whose fingerprint `version` is; `note` says why the decision fell so."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reviews", verbose_name=_("post"))
    version = models.CharField(max_length=64, editable=False)
    revision_number = models.PositiveIntegerField(_("version"))  # what it was about, in the list of versions
    state = models.CharField(_("state"), max_length=20, choices=ReviewState, default=ReviewState.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    requested_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.TextField(_("note"), max_length=NOTE_CHARACTERS, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["state", "post"], name="review_by_state")]  # what waits, and what was sent back
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(state=ReviewState.REQUESTED),
                name="review_waits_once_for_a_post",
                violation_error_message=_("This post is in review already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReviewState.REQUESTED, decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state=ReviewState.REQUESTED) & models.Q(decided_at__isnull=False)),
                name="review_decided_at_a_moment",
                violation_error_message=_("A review that was decided, and no other, says when and by whom."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReviewState.values),
                name="review_state_is_known",
                violation_error_message=_("There is no such state of a review."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReviewState.CHANGES_REQUESTED) | ~models.Q(note=""),
                name="review_says_what_to_change",
                violation_error_message=_("Say what is to be changed."),
            ),
            models.CheckConstraint(
                condition=~models.Q(version=""),
                name="review_is_of_a_version",
                violation_error_message=_("A review is about one version."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.get_state_display()}"

    def approves(self, version: str) -> bool:
        """Say whether it approves the version with this fingerprint."""
        return self.state == ReviewState.APPROVED and self.version == version
