"""Versions of a post in its form: the newest one is shown, and a change of what is public can wait."""

import copy
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from blog.posts.content import RELATED, Applied, Content, apply_content, content_of
from blog.posts.models import Post, Revision, RevisionKind, Status
from blog.posts.models.post import PUBLIC_STATUSES
from blog.posts.models.revision import CORRECTION_CHARACTERS, NOTE_CHARACTERS
from blog.posts.services import Record

FOR_LATER, SUBMIT = "_later", "_submit"  # the names of the buttons


class VersionForm(forms.ModelForm[Post]):
    """The newest version of a post, whether the public sees it or not, and what is said about the next one.

    `stored` is the post as its row has it, whatever the form makes of `instance`.
    """

    shows_newest = True  # False where the form is only read: then it shows what is public

    note = forms.CharField(
        label=_("Note"),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("What you changed, for your colleagues: it stands in the list of versions."),
    )
    correction = forms.CharField(
        label=_("Correction"),
        max_length=CORRECTION_CHARACTERS,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_(
            "When something was wrong: say to the readers what you put right. It stands below the text, with its date."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        post = kwargs.get("instance") or Post()
        self.stored = copy.copy(post)
        self.newest = self._unpublished(post)
        self.pending = Applied() if self.newest is None else apply_content(post, self.newest.content)
        kwargs["initial"] = self.pending.related | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def _unpublished(self, post: Post) -> Revision | None:
        if not (self.shows_newest and post.has_unpublished_changes):
            return None
        return Revision.objects.select_related("by").get(post=post, number=post.revision_number)

    @property
    def is_live(self) -> bool:
        """Whether the public sees the post, or will by itself."""
        return not self.stored._state.adding and self.stored.status in PUBLIC_STATUSES

    @property
    def is_for_later(self) -> bool:
        """Whether what is sent is kept apart from what the public sees: so is what is submitted for review."""
        return self.is_live and (FOR_LATER in self.data or SUBMIT in self.data)

    def clean(self) -> dict[str, Any]:
        """Check that what is sent can be kept apart, or be a correction."""
        cleaned = super().clean() or {}
        if self.is_for_later and "status" in self.changed_data:
            self.add_error("status", _("A version for later does not change the status. Leave it, or publish the changes."))
        if not cleaned.get("correction"):
            return cleaned
        if self.is_for_later:
            self.add_error(
                "correction", _("A correction appears together with the change. Publish the changes, or empty this.")
            )
        elif not self.is_live or cleaned.get("status") not in PUBLIC_STATUSES:
            self.add_error("correction", _("Only what is public is corrected in public."))
        return cleaned

    def content(self) -> Content:
        """Return what the valid form holds, with the relations that it does not show."""
        related: dict[str, Iterable[models.Model]] = {
            name: self.cleaned_data[name] for name in RELATED if name in self.cleaned_data
        }
        hidden: Content = {name: list(pks) for name, pks in self.pending.related.items() if name not in related}
        return content_of(self.instance, related) | hidden

    def record(self) -> Record:
        """Return what is written down about a version that goes into the post itself."""
        correction: str = self.cleaned_data.get("correction", "")
        status = Status(self.instance.status)
        is_new_status = not self.stored._state.adding and status != self.stored.status
        kind = KIND_OF_STATUS.get(status, RevisionKind.SAVED)
        if correction:
            kind = RevisionKind.CORRECTION
        elif status not in PUBLIC_STATUSES and not is_new_status:
            kind = RevisionKind.SAVED
        return Record(kind=kind, note=self.cleaned_data.get("note", ""), correction=correction)

    def store_hidden_relations(self) -> None:
        """Store the relations of the newest version that the form does not show."""
        hidden = {name: pks for name, pks in self.pending.related.items() if name not in self.cleaned_data}
        Applied(related=hidden).store_related(self.instance)


KIND_OF_STATUS = {
    Status.DRAFT: RevisionKind.RETURNED,
    Status.SCHEDULED: RevisionKind.PUBLISHED,
    Status.PUBLISHED: RevisionKind.PUBLISHED,
    Status.ARCHIVED: RevisionKind.ARCHIVED,
}
