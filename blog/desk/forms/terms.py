"""The form of a category or a tag in admin."""

from typing import Any

from django import forms
from django.urls import reverse

from blog.organizations.forms import check_address


class TermForm(forms.ModelForm[Any]):
    """A category or a tag."""

    def clean_slug(self) -> str:
        """Return the slug.

        Raises:
            ValidationError: when its address leads elsewhere.
        """
        slug: str = self.cleaned_data["slug"]
        kind = self._meta.model._meta.model_name
        own_path = reverse(kind, args=[self.initial["slug"]]) if self.initial.get("slug") else ""
        check_address(reverse(kind, args=[slug]), own_path=own_path)
        return slug
