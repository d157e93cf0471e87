"""The form with which somebody asks for mails about a discussion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User

EMAIL_CHARACTERS = 254  # the columns of addresses


class FollowForm(forms.Form):
    """An address; a signed-in person, whose address is known, sends the form without one."""

    email = forms.EmailField(
        max_length=EMAIL_CHARACTERS,
        label=_("E-mail address"),
        help_text=_("Never shown. You get a mail with a link to confirm; each later mail has a link that stops them."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    honeypot = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User | None) -> None:
        super().__init__(data, auto_id="follow-%s")
        if user is not None:
            self.fields.clear()

    def clean_email(self) -> str:
        """Bring the address to the form in which addresses are kept."""
        return User.objects.normalize_email(self.cleaned_data["email"])

    @property
    def is_trapped(self) -> bool:
        """Whether a valid form has the field filled in that people do not see."""
        return bool(self.cleaned_data.get("honeypot"))
