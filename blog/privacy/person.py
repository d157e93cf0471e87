"""Whose data are asked for."""

from dataclasses import dataclass
from typing import Self

from allauth.account.models import EmailAddress
from django.db import models

from blog.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody by what they have proven: addresses in lower case, an account, and the browser in which they are now.

    `has_locked_account` where an address leads to an account that works for the site. Whoever holds the mailbox alone
    does not reach it: such an account may ask for more at signing in.
    """

    emails: frozenset[str] = frozenset()
    user: User | None = None
    visitor_key: str = ""
    has_locked_account: bool = False

    @classmethod
    def of_account(cls, user: User, *, visitor_key: str = "") -> Self:
        """Return the person who has signed in, with all addresses that the account has proven."""
        proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
        emails = frozenset({user.email, *(User.objects.normalize_email(email) for email in proven)})
        return cls(emails=emails, user=user, visitor_key=visitor_key)

    @classmethod
    def of_address(cls, email: str, *, visitor_key: str = "") -> Self:
        """Return the person who has proven an address: as a guest, and the account that it signs in to."""
        user = _account_of(email)
        if user is None or user.is_staff or user.is_superuser:
            return cls(emails=frozenset({email}), visitor_key=visitor_key, has_locked_account=user is not None)
        return cls.of_account(user, visitor_key=visitor_key)


def _account_of(email: str) -> User | None:
    others = EmailAddress.objects.filter(email=email, verified=True).values("user")
    return User.objects.filter(models.Q(email=email) | models.Q(pk__in=others)).order_by("pk").first()
