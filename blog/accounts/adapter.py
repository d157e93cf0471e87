"""What differs from django-allauth's own ways.

Whose word is taken for an address: the provider's, where it says that it has verified the address. Such an address needs no
code here when an account is made with it. Whether it also opens an account that is here already, the setting
`SOCIALACCOUNT_PROVIDERS` says for each provider (`EMAIL_AUTHENTICATION`); Google's word goes no further than Google's own
mailboxes. In every other case a code by mail has to prove the address.
"""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251  # it stands at the edge
from django.urls import reverse

from blog.accounts.models import User
from blog.accounts.names import presentable_or_empty
from blog.accounts.visitors import hint_at_own_things

logger = logging.getLogger(__name__)

LOGIN_CODE = "account/email/login_code"
GOOGLE, HOSTED_DOMAIN = "google", "hd"
SHOWN = ("username", "email", "name")  # what is kept of a connected account: by this its owner knows it again


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth is not annotated
    """Writes mails in the name of this site, and tells the browser's scripts that somebody signed in."""

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

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        """Lead on, and let the browser know that there are own things to ask for."""
        response: HttpResponse = super().post_login(request, user, **about)
        hint_at_own_things(response)
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Knows the services of the setting `SOCIALACCOUNT_PROVIDERS` alone, and keeps of a person what is needed."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:  # noqa: ARG002  # django-allauth's signature
        """Return the services that are set up; the table of django-allauth is not read."""
        apps = [
            SocialApp(provider=kind, **app)
            for kind, service in settings.SOCIALACCOUNT_PROVIDERS.items()
            for app in service["APPS"]
        ]
        return [app for app in apps if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Return the service of that name.

        Raises:
            Http404: when it is not set up.
        """
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Fill in who comes from another service: a name that can be shown, and of addresses only what is beyond doubt."""
        texts = {key: value for key, value in data.items() if isinstance(value, str)}
        user = cast("User", super().populate_user(request, sociallogin, texts))
        user.name = presentable_or_empty(texts.get("name") or f"{texts.get('first_name', '')} {texts.get('last_name', '')}")
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True  # some send the text "false"
        domain = str(sociallogin.account.extra_data.get(HOSTED_DOMAIN) or "")
        known = {key: texts.get(key) for key in SHOWN} | {"name": user.name, HOSTED_DOMAIN: domain}
        sociallogin.account.extra_data = {key: value for key, value in known.items() if value and value.isprintable()}
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Forget the access token, which has served: it must not wait in the session while somebody types an address."""
        super().pre_social_login(request, sociallogin)
        sociallogin.token = None

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Say whether a verified address opens the account that has it.

        Google says of any address that it was verified once. Only of the mailboxes that it hosts does it know whose they
        are now (https://developers.google.com/identity/gsi/web/guides/verify-google-id-token).
        """
        if login.account.provider == GOOGLE and not _is_hosted_by_google(login, email):
            return False
        return bool(super().can_authenticate_by_email(login, email))

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Store user, address and connection, or nothing."""
        return cast("User", super().save_user(request, sociallogin, form))

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002  # django-allauth's signature
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Note what went wrong; after a cancellation keep the page that is to be returned to."""
        if error != AuthError.CANCELLED:
            logger.warning("sign_in.failed", extra={"provider": provider.id, "reason": str(error)}, exc_info=exception)
        elif next_path := ((extra_context or {}).get("state") or {}).get("next"):
            cancelled = reverse("socialaccount_login_cancelled", query={"next": next_path})
            raise ImmediateHttpResponse(HttpResponseRedirect(cancelled))


def _is_hosted_by_google(login: SocialLogin, email: str) -> bool:
    return email.endswith("@gmail.com") or HOSTED_DOMAIN in login.account.extra_data
