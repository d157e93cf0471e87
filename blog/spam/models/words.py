"""What moderators have taught the filter: in how many texts of each sort a word stood."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.organizations.models import Organization
from blog.spam.text import TOKEN_CHARACTERS

TEXTS = ""  # the row that counts the texts themselves; no word is empty


class WordCountQuerySet(models.QuerySet["WordCount"]):
    """Counts, by who taught them."""

    def of(self, organization: int) -> Self:
        """Return what an organization's moderators have taught."""
        return self.filter(organization=organization)

    def tokens(self, tokens: Collection[str]) -> Self:
        """Return the counts of some words."""
        return self.filter(token__in=tokens)


class WordCount(models.Model):
    """A word in the texts about which an organization's moderators decided; in the row of `TEXTS`, the texts themselves.

    Counts are sums of what was learned and unlearned, in whatever order: one may be negative for a while.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, db_index=False, related_name="+")
    token = models.CharField(_("word"), max_length=TOKEN_CHARACTERS, blank=True)
    spam = models.IntegerField(_("in spam"), default=0)
    ham = models.IntegerField(_("in other texts"), default=0)

    objects = WordCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("word count")
        verbose_name_plural = _("word counts")
        constraints = [
            models.UniqueConstraint(fields=["organization", "token"], name="word_count_is_unique"),  # read by a text's words
        ]

    def __str__(self) -> str:
        return f"{self.token or '*'}: {self.spam}/{self.ham}"
