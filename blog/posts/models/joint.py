"""Joint publication: a post stands with other organizations as well, each of which has agreed to it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models.post import Post

NOTE_CHARACTERS = 1_000
MOST_PARTNERS = 10  # of a post at one time, those who were asked among them: a byline names them all


class JointState(models.TextChoices):
    """Where an agreement stands."""

    PROPOSED = "proposed", _("Proposed")  # by an author, to those who publish for the post's own organization
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")  # by the post's own organization, also after it was accepted
    LEFT = "left", pgettext_lazy("a publisher", "Left")


ANSWERABLE = [JointState.ASKED, JointState.ACCEPTED]  # what the other organization knows of
LIVE = [JointState.PROPOSED, *ANSWERABLE]
_IS_LIVE = models.Q(state__in=LIVE)
_IS_OPEN = models.Q(state__in=[JointState.PROPOSED, JointState.ASKED])


class JointQuerySet(models.QuerySet["JointPublication"]):
    """Agreements, by where they stand and whom they concern."""

    def accepted(self) -> Self:
        """Return those by which a post stands with another organization."""
        return self.filter(state=JointState.ACCEPTED)

    def live(self) -> Self:
        """Return those that hold, or that somebody is still to answer."""
        return self.filter(_IS_LIVE)

    def of_post(self, post: Post) -> Self:
        """Return the agreements about a post, the latest first, with their organizations and people."""
        return self.filter(post=post).select_related("organization", "asked_by", "decided_by").order_by("-pk")

    def live_first(self) -> Self:
        """Return those that hold or wait before those that have ended, each the latest first."""
        ended = models.Case(models.When(_IS_LIVE, then=0), default=1)
        return self.order_by(ended, "-pk")

    def in_list_of(self, organization: object, *, among: models.QuerySet[Post]) -> Self:
        """Return the agreements by which some posts stand in the list of another organization, given by its number.

        In the order of (`published_at`, `post`) they come from an index; whether a post is among those is asked one by one.
        """
        rows = self.accepted().filter(("organization", organization))
        return rows.filter(models.Exists(among.order_by().filter(pk=models.OuterRef("post_id"))))

    def answerable_by(self, user: User) -> Self:
        """Return what people of the other organization see: what was asked and what holds, where they publish for it."""
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return self.filter(state__in=ANSWERABLE, organization__in=publishing.values("pk"), post__trashed_at__isnull=True)

    def waiting_for(self, user: User) -> Self:
        """Return what a user is to answer: requests to their organizations, and proposals of their own authors."""
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH).values("pk")
        asked = models.Q(state=JointState.ASKED, organization__in=publishing)
        proposed = models.Q(state=JointState.PROPOSED, post__organization__in=publishing)
        return self.filter(asked | proposed, post__trashed_at__isnull=True)


class JointPublication(models.Model):
    """What one other organization was asked about a post, and what it said; the row of an earlier request stays as history.

    It is an agreement, not content: no revision covers it and none restores it, a copy of the post has none, and a version
    that waits changes nothing of it. It outlasts the trash, where the post is public nowhere, ends when the post moves to
    another organization, and goes when one of the two is deleted. The rights stay with the post's own organization.

    `published_at` is the post's own, kept in step by the database (`blog.posts.changes`), so that the list of an
    organization is read from an index.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="joint_publications", verbose_name=_("post"), db_index=False)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="joint_publications", verbose_name=_("organization"), db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=JointState)
    published_at = models.DateTimeField(null=True, editable=False)
    request_note = models.TextField(_("note with the request"), max_length=NOTE_CHARACTERS, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    answer_note = models.TextField(_("note with the answer"), max_length=NOTE_CHARACTERS, blank=True)
    decided_by = models.ForeignKey(  # who took the last step
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = JointQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint publication")
        verbose_name_plural = _("joint publications")
        indexes = [
            models.Index(  # the list of an organization; it serves the foreign key too
                fields=["organization", "state", "-published_at", "-post"], name="joint_in_list"
            ),
            models.Index(fields=["post", "state"], name="joint_of_post"),  # the byline; it serves the foreign key too
            models.Index(fields=["state", "-id"], name="joint_by_state"),  # what waits for somebody, on the start page
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "organization"],
                condition=_IS_LIVE,
                name="joint_once_for_an_organization",
                violation_error_message=_("This organization was asked already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=JointState.values),
                name="joint_state_is_known",
                violation_error_message=_("There is no such state of a joint publication."),
            ),
            models.CheckConstraint(
                condition=(_IS_OPEN & models.Q(decided_at__isnull=True, decided_by__isnull=True))
                | (~_IS_OPEN & models.Q(decided_at__isnull=False)),
                name="joint_decided_at_a_moment",
                violation_error_message=_("What was decided, and nothing else, says when and by whom."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.organization}"
