"""The form by which a category or a tag is chosen for several posts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from blog.desk.models import Act
from blog.organizations.filters import CHOICES
from blog.posts.models import Category, Tag
from blog.posts.models.terms import NAME_CHARACTERS
from blog.posts.services.terms import NotATermError, checked_name

SUGGESTIONS = "tag-suggestions"  # the id of the list that the field of a tag offers


class BulkTermForm(forms.Form):
    """Which term, by its name: one of the categories, or any tag, which is made where there is none."""

    term = forms.CharField(label=_("Tag"), max_length=NAME_CHARACTERS)

    def __init__(self, data: Any, *, act: Act) -> None:
        super().__init__(data)
        self.suggestions: list[str] = []
        if act == Act.CATEGORY:
            names = Category.objects.by_name().values_list("name", flat=True)
            choices = [(name, name) for name in names]
            self.fields["term"] = forms.ChoiceField(label=_("Category"), choices=choices, widget=UnfoldAdminSelectWidget())
        else:
            self.suggestions = list(Tag.objects.by_name().values_list("name", flat=True)[:CHOICES])
            self.fields["term"].widget = UnfoldAdminTextInputWidget(attrs={"list": SUGGESTIONS, "autocomplete": "off"})

    def clean_term(self) -> str:
        """Return the name as it is kept.

        Raises:
            ValidationError: when there is nothing to read in it.
        """
        try:
            return checked_name(self.cleaned_data["term"])
        except NotATermError:
            raise ValidationError(_("This name has nothing to read in it.")) from None
