"""What differs from django-allauth's own ways."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings

from blog.accounts.models import User

LOGIN_CODE = "account/email/login_code"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth is not annotated
    """Writes mails in the name of this site."""

    def get_from_email(self) -> str:
        """Return the sender of every account mail."""
        return settings.DEFAULT_FROM_EMAIL

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; before a code goes out, see that the code can confirm the address.

        Users made in the admin or by a command have no row in django-allauth's table of addresses; without one the
        first code would be followed by a second.
        """
        if template_prefix == LOGIN_CODE and (user := User.objects.filter(email=email.lower()).first()):
            EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
        super().send_mail(template_prefix, email, context)
