"""Whether and when a post is public: its status and dates in the form."""

import copy
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget

from blog.accounts.models import User
from blog.desk.forms.moments import MomentField
from blog.desk.forms.versions import VersionForm
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts import services
from blog.posts.fingerprint import READ
from blog.posts.models import Post, Status
from blog.posts.models.post import ExpiredError, PostError
from blog.posts.models.queryset import UNDATED_STATUSES

STATUSES_IN_PLAIN_WORDS = {
    Status.DRAFT: _("Draft: only your organization sees it"),
    Status.IN_REVIEW: _("In review: your organization reads it, and somebody approves it"),
    Status.SCHEDULED: _("Scheduled: appears by itself at the date below"),
    Status.PUBLISHED: _("Published: on the site, from the date below if there is one"),
    Status.ARCHIVED: _("Archived: taken off the site; its address says that it was withdrawn"),
}


class PublicationForm(VersionForm):
    """The status and the dates of a post: what the model would refuse is said at their fields."""

    editor: User  # who fills the form in; the admin sets it

    status = forms.ChoiceField(label=_("Status"), widget=UnfoldAdminRadioSelectWidget(), initial=Status.DRAFT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = timezone.now()
        if isinstance(field := self.fields.get("status"), forms.ChoiceField):
            field.choices = [(status.value, STATUSES_IN_PLAIN_WORDS[status]) for status in self._offered()]
        for name in {"published_at", "expires_at"} & self.fields.keys():
            if isinstance(moment := self.fields[name], MomentField):
                moment.stored = getattr(self.instance, name)
            self.fields[name].help_text = format_html("{} {}", self.fields[name].help_text, self._zone_of(name))

    def _zone_of(self, name: str) -> str:
        """Return in which time zone a date is given, where another is chosen, and what the stored one is in UTC."""
        local = timezone.localtime(self.at)
        zone = {"zone": timezone.get_current_timezone_name(), "offset": f"{local:%:z}"}
        words = gettext("Time zone: %(zone)s, today UTC%(offset)s.") % zone
        link = format_html(
            '<a class="gz-link" href="{}">{}</a>', reverse("admin:time_zone"), gettext("Choose another time zone")
        )
        sentence = format_html("{} {}.", words, link)
        stored: datetime | None = getattr(self.instance, name)
        if stored is None or not local.utcoffset():
            return sentence
        return format_html("{} {}", sentence, gettext("Stored now: %s UTC.") % f"{stored.astimezone(UTC):%Y-%m-%d %H:%M}")

    def _offered(self) -> list[Status]:
        """Return the statuses to choose from: the review has its own buttons, and gives a post back as a draft."""
        undated = Status.IN_REVIEW if self.instance.status == Status.IN_REVIEW else Status.DRAFT
        if not Organization.objects.where_user_can(self.editor, Capability.PUBLISH).exists():
            return [Status(self.stored.status) if self.is_live else undated]
        was_dated = self.instance.first_published_at is not None
        return [undated, Status.SCHEDULED, Status.PUBLISHED, *([Status.ARCHIVED] if was_dated else [])]

    def clean(self) -> dict[str, Any]:
        """Check that the editor may publish there, and that status and dates agree; a version apart publishes nothing."""
        cleaned = super().clean() or {}
        if not self.is_for_later:
            self._check_right_to_publish(cleaned)
        if status := cleaned.get("status"):
            self._check_dates(Status(status), cleaned)
        return cleaned

    def _check_right_to_publish(self, cleaned: dict[str, Any]) -> None:
        if self.is_live and not services.publishes(self.editor, self.stored):
            message = _("%(organization)s: its editors publish your changes. Save them for later, or submit them for review.")
            self.add_error(None, ValidationError(message, params={"organization": self.stored.organization}))
            return
        organization = cleaned.get("organization") or getattr(self.instance, "organization", None)
        if organization is None or cleaned.get("status") in {None, *UNDATED_STATUSES}:
            return
        publishing = Organization.objects.where_user_can(self.editor, Capability.PUBLISH)
        if not publishing.filter(pk=organization.pk).exists():
            message = _("You write drafts for %(organization)s; its editors publish them. Choose Draft.")
            self.add_error("status", ValidationError(message, params={"organization": organization}))

    def _check_dates(self, status: Status, cleaned: dict[str, Any]) -> None:
        """Let the model judge on a copy what `save_post` will do with it."""
        published_at = cleaned.get("published_at") if "published_at" in self.fields else self.instance.published_at
        if status in UNDATED_STATUSES:
            if published_at and "published_at" in self.changed_data:
                self.add_error("published_at", _("A draft has no date. Choose Scheduled, or leave the date empty."))
            return
        if status == Status.SCHEDULED:
            self._check_schedule(published_at)
        trial = copy.copy(self.instance)
        for name in {*READ, "cover", "organization", "published_at", "expires_at"} & cleaned.keys():
            setattr(trial, name, cleaned[name])
        try:
            if status == Status.ARCHIVED:
                trial.archive(at=trial.archived_at or self.at)
            else:
                trial.publish(at=self.at)
                self._check_approval(trial)
        except ExpiredError as error:
            self.add_error("expires_at", str(error))
        except PostError as error:
            self.add_error("status", str(error))

    def _check_approval(self, trial: Post) -> None:
        """Let the organization's rule judge about the text to publish; what is wrong in the form otherwise is said first.

        Raises:
            UnapprovedError: when somebody has to approve it first.
        """
        if not self.errors and not self.is_for_later:
            services.check_publishing(trial, by=self.editor)

    def _check_schedule(self, published_at: datetime | None) -> None:
        if published_at is None:
            if "published_at" not in self.errors:
                self.add_error("published_at", _("Give the moment when it is to appear."))
        elif published_at <= self.at and {"published_at", "status"} & set(self.changed_data):
            self.add_error("published_at", _("This moment has passed. Choose a later one, or Published."))
