"""The forms of joint publication: whom to ask, and what to answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminAutocompleteWidget, UnfoldAdminTextareaWidget

from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.posts.models.joint import NOTE_CHARACTERS
from blog.richtext.text import printable


class NoteForm(forms.Form):
    """A few words that go with a step."""

    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
    )

    def clean_note(self) -> str:
        """Return the note without characters that nobody sees."""
        return printable(self.cleaned_data["note"]).strip()


class AskForm(NoteForm):
    """Which organization is to publish a post jointly: any of the site, found by its name while it is typed."""

    # No choice of a model: that would write every organization into the page.
    organization = forms.IntegerField(label=_("Organization"), widget=UnfoldAdminAutocompleteWidget())
    field_order = ("organization", "note")

    def __init__(self, data: Any = None, *, post: Post) -> None:
        super().__init__(data, prefix="joint", auto_id="id_%s")
        widget = self.fields["organization"].widget
        widget.attrs["data-ajax--url"] = reverse("admin:posts_post_joint_choices", args=[post.pk])
        widget.attrs["data-minimum-input-length"] = 2

    def clean_organization(self) -> Organization:
        """Return the organization.

        Raises:
            ValidationError: when there is no such one any more.
        """
        organization = Organization.objects.filter(pk=self.cleaned_data["organization"]).first()
        if organization is None:
            raise ValidationError(_("Choose an organization."))
        return organization
