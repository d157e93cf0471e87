"""What is sent around preview links: by those who share a post, and by those who read it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from blog.desk.models import Verdict
from blog.desk.models.preview import LIVES, NAME_CHARACTERS, TEXT_CHARACTERS
from blog.richtext.text import printable


class PreviewLinkForm(forms.Form):
    """Whom a link is for, and for how long it works."""

    reader = forms.CharField(
        label=_("For whom"),
        max_length=NAME_CHARACTERS,
        help_text=_("A name by which you tell the links apart. The reader sees it."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"), choices=list(LIVES.items()), coerce=int, initial=7, widget=UnfoldAdminSelectWidget()
    )

    def clean_reader(self) -> str:
        """Return the name without characters that nobody sees."""
        return _readable(self.cleaned_data["reader"])


class GuestReviewForm(forms.Form):
    """What a guest says of a post."""

    name = forms.CharField(
        label=_("Your name"), max_length=NAME_CHARACTERS, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    text = forms.CharField(
        label=_("What you want to say"),
        max_length=TEXT_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Needed for a comment; you may leave it empty when you approve."),
    )
    verdict = forms.ChoiceField(choices=Verdict, widget=forms.HiddenInput())
    ticket = forms.CharField(widget=forms.HiddenInput(), required=False)

    def clean_name(self) -> str:
        """Return the name without characters that nobody sees."""
        return _readable(self.cleaned_data["name"])

    def clean(self) -> dict[str, str]:
        """Refuse a comment that says nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == Verdict.COMMENTED and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write your comment, or approve the text."))
        return cleaned


def _readable(text: str) -> str:
    """Return a text of one line.

    Raises:
        ValidationError: when there is nothing in it to read.
    """
    if not (readable := " ".join(printable(text).split())):
        raise ValidationError(_("This name has nothing to read in it."))
    return readable
