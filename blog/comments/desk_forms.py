"""What moderators send: decisions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.comments.converters import comment_number
from blog.comments.models import Comment, CommentQuerySet, State
from blog.spam.models import BanKind

REASON_CHARACTERS = Comment._meta.get_field("reason").max_length
SAY_WHY = _("Say why you remove it: the reason stands in the log.")


class ReasonedForm(forms.Form):
    """A decision and its reason, without which nothing is removed."""

    state = forms.ChoiceField(choices=State)
    reason = forms.CharField(max_length=REASON_CHARACTERS, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse to remove anything without a reason."""
        if self.cleaned_data.get("state") == State.REMOVED and not self.cleaned_data.get("reason"):
            self.add_error("reason", SAY_WHY)
        return self.cleaned_data


class LinkForm(ReasonedForm):
    """A decision by the link in a mail, which leaves nothing waiting."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in State if state != State.HELD])


class CommentsField(forms.ModelMultipleChoiceField[Comment]):
    """Comments by their numbers."""

    def clean(self, value: Any) -> Any:
        """Return the comments; no database is asked for a number that it cannot hold."""
        if any(comment_number(number) is None for number in value or ()):
            raise ValidationError("", code="invalid_choice")
        return super().clean(value)


class ChosenForm(forms.Form):
    """Something about comments that the moderator may see."""

    comment = CommentsField(Comment.objects.none(), error_messages={"required": _("Choose a comment first.")})

    def __init__(self, data: Any, *, comments: CommentQuerySet) -> None:
        super().__init__(data)
        chosen: CommentsField = self.fields["comment"]  # type: ignore[assignment]  # it is
        chosen.queryset = comments

    @property
    def names_unknown(self) -> bool:
        """Whether a comment was chosen that is not there for this moderator."""
        return self.has_error("comment", "invalid_choice")


class QueueForm(ChosenForm, ReasonedForm):
    """A decision in the queue, with all replies below the comment if that is wished."""

    whole_branch = forms.BooleanField(required=False)


class BanForm(ChosenForm):
    """A ban of who wrote a comment."""

    kind = forms.ChoiceField(choices=BanKind)
    days = forms.TypedChoiceField(
        choices=[
            ("", _("For good")),
            (1, _("For a day")),
            (7, _("For a week")),
            (30, _("For 30 days")),
            (365, _("For a year")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    with_network = forms.BooleanField(required=False)
    as_spam = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=REASON_CHARACTERS, required=False)
