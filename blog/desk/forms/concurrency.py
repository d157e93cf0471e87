"""Two people at one post: nobody overwrites what they have not seen."""

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.posts.models import Post


class ConcurrentForm(forms.ModelForm[Post]):
    """A form that knows with which revision of the post it was opened, by its number."""

    version = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = str(self.instance.revision_number)

    def clean(self) -> dict[str, Any]:
        """Check that the post is as it was when the form was opened."""
        cleaned = super().clean() or {}
        self._check_version()
        return cleaned

    def _check_version(self) -> None:
        """Stop before what somebody else saved meanwhile is overwritten; saving once more does it."""
        seen, stored = self.cleaned_data.get("version"), self.initial.get("version")
        if not seen or not stored or seen == stored:
            return
        self.data = copy.copy(self.data)
        self.data[self.add_prefix("version")] = stored  # type: ignore[index]  # a QueryDict; its copy can be changed
        self.add_error(
            None,
            _(
                "Somebody saved this post after you opened it, and what you see below is yours. "
                "Open the post in another window to compare, then save once more to put yours in place of theirs."
            ),
        )
