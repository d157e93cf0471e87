"""Forms of posts and terms in admin."""

import copy
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from blog.accounts.models import User
from blog.organizations.forms import ArticleField, check_address
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models import Post, Status
from blog.posts.models.post import ExpiredError, PostError
from blog.redirects.slugs import free_slug
from blog.richtext.text import printable

STATUSES_IN_PLAIN_WORDS = {
    Status.DRAFT: _("Draft: only your organization sees it"),
    Status.SCHEDULED: _("Scheduled: appears by itself at the date below"),
    Status.PUBLISHED: _("Published: on the site, from the date below if there is one"),
    Status.ARCHIVED: _("Archived: taken off the site; its address says that it was withdrawn"),
}


class PostForm(forms.ModelForm[Post]):
    """A post as it is written. What the database would refuse is said here, at the field where it can be put right."""

    editor: User  # who fills the form in; the admin sets it

    body = ArticleField(label=_("Text"))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=220,
        required=False,
        allow_unicode=True,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The end of its address; made from the title when left empty. Once public, the old one goes on working."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=500,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Empty: the beginning of the text."),
    )
    status = forms.ChoiceField(label=_("Status"), widget=UnfoldAdminRadioSelectWidget(), initial=Status.DRAFT)
    version = forms.CharField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Post
        fields = (
            "title",
            "organization",
            "summary",
            "body",
            "status",
            "published_at",
            "expires_at",
            "is_date_known",
            "is_featured",
            "authors",
            "byline",
            "language",
            "categories",
            "tags",
            "slug",
            "canonical_url",
            "seo_title",
            "seo_description",
            "comment_policy",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = timezone.now()
        may_publish = Organization.objects.where_user_can(self.editor, Capability.PUBLISH).exists()
        was_dated = self.instance.first_published_at is not None
        offered = [status for status in Status if was_dated or status != Status.ARCHIVED] if may_publish else [Status.DRAFT]
        if isinstance(field := self.fields.get("status"), forms.ChoiceField):
            field.choices = [(status.value, STATUSES_IN_PLAIN_WORDS[status]) for status in offered]
        if self.instance.pk:
            self.initial["version"] = self.instance.updated_at.isoformat()
        people = self.fields.get("authors")
        if isinstance(people, forms.ModelMultipleChoiceField) and not self.editor.is_superuser:
            people.queryset = self._people()

    def _people(self) -> models.QuerySet[User]:
        """Return whom the editor may name as author: people of their own organizations, and who is an author already."""
        publishing = Organization.objects.where_user_can(self.editor, Capability.PUBLISH)
        people = models.Q(organizations__in=publishing)
        if self.instance.pk:
            people |= models.Q(posts=self.instance)
        return User.objects.filter(people).distinct().order_by("name", "pk")

    def clean_title(self) -> str:
        """Return the title without characters that nobody sees.

        Raises:
            ValidationError: when nothing is left.
        """
        title = printable(self.cleaned_data["title"]).strip()
        if not title:
            raise ValidationError(_("This title has nothing to read in it."))
        return title

    def clean_slug(self) -> str:
        """Return the slug, empty when it is to be made from the title.

        Raises:
            ValidationError: when another post has it, or its address leads elsewhere.
        """
        slug: str = self.cleaned_data["slug"]
        if not slug or slug == self.initial.get("slug"):
            return slug
        if Post.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            free = free_slug(Post, slug)
            raise ValidationError(_("Another post has this address. “%(free)s” is free."), params={"free": free})
        own_path = reverse("post", args=[self.initial["slug"]]) if self.initial.get("slug") else ""
        check_address(reverse("post", args=[slug]), own_path=own_path)
        return slug

    def clean(self) -> dict[str, Any]:
        """Check what several fields say together."""
        cleaned = super().clean() or {}
        self._check_version()
        self._check_right_to_publish(cleaned)
        if status := cleaned.get("status"):
            self._check_dates(Status(status), cleaned)
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

    def _check_right_to_publish(self, cleaned: dict[str, Any]) -> None:
        organization = cleaned.get("organization") or getattr(self.instance, "organization", None)
        if organization is None or cleaned.get("status") in {None, Status.DRAFT}:
            return
        publishing = Organization.objects.where_user_can(self.editor, Capability.PUBLISH)
        if not publishing.filter(pk=organization.pk).exists():
            message = _("You write drafts for %(organization)s; its editors publish them. Choose Draft.")
            self.add_error("status", ValidationError(message, params={"organization": organization}))

    def _check_dates(self, status: Status, cleaned: dict[str, Any]) -> None:
        """Let the model judge on a copy what `save_post` will do with it."""
        published_at = cleaned.get("published_at")
        if status == Status.DRAFT:
            if published_at and "published_at" in self.changed_data:
                self.add_error("published_at", _("A draft has no date. Choose Scheduled, or leave the date empty."))
            return
        if status == Status.SCHEDULED:
            self._check_schedule(published_at)
        trial = copy.copy(self.instance)
        trial.title, trial.published_at, trial.expires_at = cleaned.get("title", ""), published_at, cleaned.get("expires_at")
        try:
            if status == Status.ARCHIVED:
                trial.archive(at=trial.archived_at or self.at)
            else:
                trial.publish(at=self.at)
        except ExpiredError as error:
            self.add_error("expires_at", str(error))
        except PostError as error:
            self.add_error("status", str(error))

    def _check_schedule(self, published_at: datetime | None) -> None:
        if published_at is None:
            if "published_at" not in self.errors:
                self.add_error("published_at", _("Give the moment when it is to appear."))
        elif published_at <= self.at and {"published_at", "status"} & set(self.changed_data):
            self.add_error("published_at", _("This moment has passed. Choose a later one, or Published."))


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
