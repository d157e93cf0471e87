"""Block lists: words, domains, e-mail addresses and networks that a moderator wants to see before anybody else."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.organizations.models import Organization
from blog.spam.text import listed_form
from blog.spam.values import email_form, host_of, is_too_wide, network_of

MOST_WORDS = 1_000  # of one list: every one of them is looked for in every reply


class ListedKind(models.TextChoices):
    """What an entry is compared with."""

    WORD = "word", _("Word or phrase")
    DOMAIN = "domain", _("Domain")
    EMAIL = "email", _("E-mail address")
    NETWORK = "network", _("Network")


class BlockedQuerySet(models.QuerySet["BlockedEntry"]):
    """Entries, by whose they are and what they could match; an organization is given by its number, the site by None."""

    def words_of(self, organization: int | None) -> Self:
        """Return the words and phrases of one list."""
        return self.filter(kind=ListedKind.WORD, organization=organization)

    def with_values(self, organization: int, values: Collection[str]) -> Self:
        """Return the entries of other kinds, of an organization and of the site, whose values are among the given ones."""
        place = models.Q(organization=organization) | models.Q(organization__isnull=True)
        return self.filter(place, value__in=values).exclude(kind=ListedKind.WORD)


class BlockedEntry(models.Model):
    """One entry of a block list. What it matches is held for a moderator; `value` is kept in the form that is compared."""

    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,  # the constraints' indexes begin with it
        related_name="blocked_entries",
        verbose_name=_("organization"),
        help_text=_("Empty: for all organizations of the site."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ListedKind, default=ListedKind.WORD)
    value = models.CharField(
        _("value"),
        max_length=254,
        help_text=_(
            "A word or phrase, with * at its end for all that begins so; example.com, its subdomains included; "
            "name@example.com, or @example.com for all addresses there; 192.0.2.7 or 192.0.2.0/24."
        ),
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For other moderators: why it is here."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = BlockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked entry")
        verbose_name_plural = _("block list")
        indexes = [models.Index(fields=["value"], name="blocked_entry_by_value")]  # what a reply's values stand among
        constraints = [
            models.UniqueConstraint(  # and the index by which an organization's words are read
                fields=["organization", "kind", "value"],
                name="blocked_entry_is_unique",
                violation_error_message=_("This stands on the list already."),
            ),
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=models.Q(organization__isnull=True),
                name="blocked_entry_of_site_is_unique",
                violation_error_message=_("This stands on the list of the site already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ListedKind.values) & ~models.Q(value=""),
                name="blocked_entry_says_something",
                violation_error_message=_("An entry has a kind and a value."),
            ),
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Bring the value to the form that is compared.

        Raises:
            ValidationError: when it is nothing of its kind, or the list of words is full.
        """
        try:
            self.value = normal_value(ListedKind(self.kind), self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None
        except ValueError:  # no such kind: the field says so
            return
        if self.kind == ListedKind.WORD and self._state.adding and self._list_is_full():
            raise ValidationError(_("The list has %(most)s words, which is all that it can hold."), params={"most": MOST_WORDS})

    def _list_is_full(self) -> bool:
        listed = type(self).objects.words_of(self.organization_id)
        return listed.order_by()[MOST_WORDS - 1 : MOST_WORDS].exists()


def normal_value(kind: ListedKind, value: str) -> str:
    """Return a value as entries of its kind have it.

    Raises:
        ValidationError: when it is nothing of its kind; it says what would be.
    """
    match kind:
        case ListedKind.WORD:
            normal, error = listed_form(value), ValidationError(_("Write a word or a phrase; signs alone are not compared."))
        case ListedKind.DOMAIN:
            normal, error = host_of(value.strip()), ValidationError(_("Write a domain such as example.com."))
        case ListedKind.EMAIL:
            normal = email_form(value if "@" in value else f"@{value.strip()}")
            error = ValidationError(_("Write an address such as name@example.com, or @example.com for all addresses there."))
        case ListedKind.NETWORK:
            return normal_network(value)
    if not normal:
        raise error
    return normal


def normal_network(value: str) -> str:
    """Return a network in its usual notation (RFC 4632, RFC 5952).

    Raises:
        ValidationError: when it is none, or one that would shut out far too many people.
    """
    network = network_of(value)
    if network is None:
        raise ValidationError(
            _("Write a network address such as 192.0.2.7, or a network such as 192.0.2.0/24 or 2001:db8::/32.")
        )
    if is_too_wide(network):
        raise ValidationError(_("This network is too large: it would concern people in whole parts of the world."))
    return str(network)
