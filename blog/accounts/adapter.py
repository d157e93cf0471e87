"""What differs from django-allauth's own ways."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth is not annotated
    """Writes mails in the name of this site."""

    def get_from_email(self) -> str:
        """Return the sender of every account mail."""
        return settings.DEFAULT_FROM_EMAIL
