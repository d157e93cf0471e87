"""Forms of one's own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User

EMAIL_CHARACTERS = 254  # the columns of addresses


class AddressForm(forms.Form):
    """Under which address somebody wrote."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=EMAIL_CHARACTERS,
        help_text=_("The one under which you wrote or follow a discussion. It is kept for a day."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """Bring the address to the form in which addresses are kept."""
        return User.objects.normalize_email(self.cleaned_data["email"])


class EraseForm(forms.Form):
    """Asks once more."""

    is_sure = forms.BooleanField(
        label=_("Erase everything. I know that nobody can bring it back."),
        error_messages={"required": _("Tick the box if you want everything erased.")},
    )
