"""How WordPress.com is talked to."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest

ORIGIN = "https://public-api.wordpress.com"  # `SOCIALACCOUNT_PROVIDERS["wordpress"]["ORIGIN"]` names another, for tests


class WordPressAdapter(OAuth2Adapter):  # type: ignore[misc]  # django-allauth is not annotated
    """The three addresses of WordPress.com: where a person agrees, where a token is had, and where they are described."""

    provider_id = "wordpress"

    @property
    def authorize_url(self) -> str:
        """Where the person is sent to."""
        return f"{self._origin}/oauth2/authorize"

    @property
    def access_token_url(self) -> str:
        """Where the code is exchanged."""
        return f"{self._origin}/oauth2/token"

    @property
    def _origin(self) -> str:
        return str(self.get_provider().get_settings().get("ORIGIN", ORIGIN))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **_response: Any) -> SocialLogin:  # noqa: ARG002  # django-allauth's signature
        """Ask who has agreed.

        Raises:
            ProviderException: when the answer is no description of a person.
        """
        with get_adapter().get_requests_session() as session:
            answer = session.get(f"{self._origin}/rest/v1.1/me", headers={"Authorization": f"Bearer {token.token}"})
            answer.raise_for_status()
            person = answer.json()
        if not isinstance(person, dict):
            raise ProviderException("WordPress.com describes no person")
        return self.get_provider().sociallogin_from_response(request, person)
