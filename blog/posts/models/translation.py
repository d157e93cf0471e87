"""Posts that say the same in several languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

VERSION_CHARACTERS = 64


class Translated(models.Model):
    """A post's place among its translations, kept by `blog.posts.services.translating`.

    All posts of a group name the same `original`; the original names itself, and a post without translations nobody. The
    other columns say something of translations alone: to which text of the original they were last held, by its fingerprint
    and by the revision in which it stands, and since when the original says something else in public.
    """

    original = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="translations",
        verbose_name=_("original"),
        db_index=False,  # the unique constraint serves it
    )
    translated_version = models.CharField(max_length=VERSION_CHARACTERS, blank=True, editable=False)
    translated_number = models.PositiveIntegerField(null=True, editable=False)
    outdated_at = models.DateTimeField(_("translation out of date since"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_translation(self) -> bool:
        """Whether it is the translation of another post."""
        return self.original_id is not None and self.original_id != self.pk  # type: ignore[attr-defined]  # of the foreign key

    @property
    def is_outdated(self) -> bool:
        """Whether its original has changed in public since somebody last held it to that."""
        return self.is_translation and self.outdated_at is not None


TRANSLATION_CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(  # a unique constraint lets NULL stand any number of times
        fields=["original", "language"],
        name="post_once_in_each_language",
        violation_error_message=_("There is a version in this language already."),
    ),
    models.CheckConstraint(
        condition=models.Q(outdated_at__isnull=True) | ~models.Q(original=models.F("id")),
        name="post_original_is_not_outdated",
        violation_error_message=_("An original is no translation that could be out of date."),
    ),
]
