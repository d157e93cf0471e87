"""What an organization requires before publishing: the gate in the form of a post, and the form that chooses."""

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.desk.checklist.rules import Rule
from blog.desk.services.checklist import unmet_checks
from blog.posts.models import Post
from blog.posts.models.post import PUBLIC_STATUSES

READ_BY_RULES = (
    *("title", "summary", "body", "language", "seo_title", "seo_description", "organization"),
    *("cover", "cover_alt", "cover_is_decorative"),
)


class CheckedForm(forms.ModelForm[Post]):
    """A form that does not publish what the organization's own checks stop."""

    def clean(self) -> dict[str, Any]:
        """Look at what is to be published; a draft may be as it is."""
        cleaned = super().clean() or {}
        is_apart = getattr(self, "is_for_later", False)  # a version that is kept apart is not published
        if cleaned.get("status") in PUBLIC_STATUSES and not self.errors and not is_apart:
            self._check_requirements(cleaned)
        return cleaned

    def _check_requirements(self, cleaned: dict[str, Any]) -> None:
        findings = unmet_checks(self.draft_of(cleaned))
        if findings:
            reasons = [f"{finding.words} {finding.place}".strip() for finding in findings]
            introduction = _("Not published yet: your organization requires what is missing here. You can save a draft.")
            self.add_error(None, ValidationError([introduction, *reasons]))

    def draft_of(self, values: dict[str, Any]) -> Post:
        """Return a copy of the post with the values in it that the rules read."""
        draft = copy.copy(self.instance)
        for name in READ_BY_RULES:
            if name in values and (name == "cover" or values[name] is not None):  # a cover is taken away by None
                setattr(draft, name, values[name])
        return draft


class RequiredChecksForm(forms.Form):
    """The choice of an organization."""

    rules = forms.MultipleChoiceField(
        label=_("Required before publishing"),
        choices=Rule.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def chosen(self) -> list[Rule]:
        """Return the rules that are to be required."""
        return [Rule(value) for value in self.cleaned_data["rules"]]
