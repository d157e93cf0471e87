"""The form with which people enter the admin."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from unfold.forms import AuthenticationForm


class LoginForm(AuthenticationForm):  # type: ignore[misc]  # django-unfold is not annotated
    """E-mail address and password, under the limits of failed attempts of the public sign-in (`ACCOUNT_RATE_LIMITS`)."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This address and this password do not belong to an account that may enter here."),
    }

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Check the password.

        Raises:
            ValidationError: when it is wrong, when the account may not enter, or after too many failed attempts.
        """
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            self.user_cache = get_adapter().authenticate(self.request, email=email, password=password)
            if self.user_cache is None:
                raise ValidationError(self.error_messages["invalid_login"], code="invalid_login")
            self.confirm_login_allowed(self.user_cache)
        return dict(self.cleaned_data)
