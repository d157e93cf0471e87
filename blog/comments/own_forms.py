"""The forms with which a reply is changed and reported."""

from collections.abc import Mapping
from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.comments.forms import CommentForm, CommentTextField
from blog.comments.models import REPORT_CHARACTERS, ReportReason


class ChangeForm(forms.Form):
    """Another text for a reply; what holds for the text of a new one holds for it. The name keeps it apart from others."""

    comment = deepcopy(CommentForm.declared_fields["comment"])
    clean_comment = CommentForm.clean_comment

    def __init__(self, data: Mapping[str, str] | None = None, *, text: str = "", name: str = "") -> None:
        super().__init__(data, initial={"comment": text}, auto_id=f"change-{name}-%s")


class ReportForm(forms.Form):
    """Why a comment should not stand."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest."), "invalid_choice": _("Choose what comes nearest.")},
    )
    text = CommentTextField(
        label=_("In your words (optional)"),
        required=False,
        max_length=REPORT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, number: int) -> None:
        super().__init__(data, auto_id=f"report-{number}-%s")
