"""The forms with which somebody asks for posts by mail, and changes how often they come."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.follow_form import FollowForm
from blog.subscriptions.models import Frequency


class FrequencyForm(forms.Form):
    """How often mails come."""

    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency, initial=Frequency.AT_ONCE, widget=forms.RadioSelect, required=True
    )

    def clean_frequency(self) -> Frequency:
        """Return the choice as what it is."""
        return Frequency(self.cleaned_data["frequency"])


class SubscribeForm(FrequencyForm, FollowForm):
    """An address and how often; a signed-in person, whose address is known, only says how often."""

    field_order = ("email", "frequency", "honeypot")

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User | None) -> None:
        super().__init__(data, user=None)
        if user is not None:
            del self.fields["email"], self.fields["honeypot"]
