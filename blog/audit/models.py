"""The audit log."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.audit.verbs import BY_GUESTS, Kind, Verb

WORDS_CHARACTERS = 250


class LineQuerySet(models.QuerySet["Line"]):
    """Lines, by where, by whom and about what."""

    def of_organizations(self, organizations: models.QuerySet[models.Model]) -> Self:
        """Return what happened in some organizations."""
        return self.filter(organization__in=organizations)

    def about(self, thing: models.Model) -> Self:
        """Return what happened to a row."""
        return self.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))

    def of_verbs(self, verbs: Collection[Verb]) -> Self:
        """Return what is one of these deeds."""
        return self.filter(verb__in=[verb.value for verb in verbs])

    def latest_first(self) -> Self:
        """Return the lines in the order of the log."""
        return self.order_by("-pk")


class Line(models.Model):
    """One deed. The database refuses to change or delete a line (see the migration `append_only`).

    What it does allow is to forget a person: names and quoted words can be emptied, never replaced. The organization is no
    constraint of the database: what happened in it stays on record when it is deleted. No line holds an e-mail address.
    """

    organization = models.ForeignKey(
        "organizations.Organization",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("organization"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name=_("person")
    )
    actor_name = models.CharField(_("name"), max_length=150, blank=True)  # as it was then; it outlives the account
    verb = models.CharField(_("deed"), max_length=60)
    object_type = models.CharField(max_length=80)  # the model's label, such as posts.post
    object_id = models.CharField(max_length=40)
    object_words = models.CharField(_("what"), max_length=WORDS_CHARACTERS, blank=True)
    at = models.DateTimeField(_("when"))
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["organization", "-id"], name="audit_of_organization"),  # the log, recent activity
            models.Index(fields=["actor", "-id"], name="audit_of_actor"),  # the log of a person; forgetting one
            models.Index(fields=["organization", "actor"], name="audit_people"),  # who has done anything in an organization
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_of_object"),  # what happened to a row
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verb="") & ~models.Q(object_type="") & ~models.Q(object_id=""),
                name="audit_line_says_what",
                violation_error_message=_("A line says what was done to what."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.deed} {self.object_words}"

    @property
    def who(self) -> str:
        """The name of who did it; of guests, of nobody's deeds and those of erased accounts, that there is none."""
        if self.verb in BY_GUESTS:
            return str(_("A guest"))
        return self.actor_name or str(_("Nobody named"))

    @property
    def deed(self) -> str:
        """What was done, in words; the verb itself where this version of the site does not know it."""
        return str(Verb(self.verb).label) if self.verb in Verb.values else self.verb

    @property
    def kind(self) -> str:
        """The kind of thing, in words."""
        kind = self.verb.partition(".")[0]
        return str(Kind(kind).label) if kind in Kind.values else kind
