"""What WordPress.com says of a person, in django-allauth's words."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount, ProviderException
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from blog.accounts.wordpress.views import WordPressAdapter


class WordPressAccount(ProviderAccount):  # type: ignore[misc]  # django-allauth is not annotated
    """A connected account."""


class WordPressProvider(OAuth2Provider):  # type: ignore[misc]  # as above
    """WordPress.com. It is asked for nothing but who somebody is."""

    id = "wordpress"
    name = "WordPress.com"
    account_class = WordPressAccount
    oauth2_adapter_class = WordPressAdapter

    def get_default_scope(self) -> list[str]:
        """Return the scope that allows reading `/me` and nothing else."""
        return ["auth"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the number of the person.

        Raises:
            ProviderException: when the answer has none.
        """
        number = data.get("ID")
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ProviderException("WordPress.com names no person")
        return str(number)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the fields by the names that django-allauth gives them."""
        return {"username": data.get("username"), "name": data.get("display_name"), "email": data.get("email")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, and whether WordPress.com has verified it."""
        if not (email := data.get("email")):
            return []
        return [EmailAddress(email=email, verified=data.get("email_verified") is True, primary=True)]


provider_classes = [WordPressProvider]
