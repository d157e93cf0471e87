"""The form of a post in admin: what is written, and who is named."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from blog.accounts.models import User
from blog.desk.forms.checklist import CheckedForm
from blog.desk.forms.concurrency import ConcurrentForm
from blog.desk.forms.publication import PublicationForm
from blog.media.forms import IllustratedField, IllustratedForm
from blog.organizations.forms import check_address
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Capability
from blog.posts.models import Post
from blog.redirects.slugs import free_slug
from blog.richtext.text import printable


class PostForm(CheckedForm, ConcurrentForm, PublicationForm, IllustratedForm):
    """A post as it is written. What the database would refuse is said here, at the field where it can be put right."""

    body = IllustratedField(label=_("Text"))
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

    class Meta:
        model = Post
        fields = (
            "title",
            "organization",
            "summary",
            "body",
            "status",
            "planned_date",
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
            "cover",
            "cover_alt",
            "cover_is_decorative",
            "cover_caption",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields.get("authors")
        if isinstance(people, forms.ModelMultipleChoiceField) and not self.editor.is_superuser:
            people.queryset = self._people()

    def _people(self) -> models.QuerySet[User]:
        """Return whom the editor may name as author: people of their own organizations, and who is an author already."""
        publishing = Organization.objects.where_user_can(self.editor, Capability.PUBLISH)
        people = models.Q(pk__in=Membership.objects.filter(organization__in=publishing).values("user"))
        if self.instance.pk:
            people |= models.Q(pk__in=Post.authors.through.objects.filter(post=self.instance).values("user"))
        return User.objects.filter(people).order_by("name", "pk")

    def clean_title(self) -> str:
        """Return the title without characters that nobody sees.

        Raises:
            ValidationError: when nothing is left.
        """
        title = printable(self.cleaned_data["title"]).strip()
        if not title:
            raise ValidationError(_("This title has nothing to read in it."))
        return title

    def clean_language(self) -> str:
        """Return the language.

        Raises:
            ValidationError: when another version of the post is in it.
        """
        language: str = self.cleaned_data["language"]
        if Post.objects.in_group_of(self.stored).exclude(pk=self.stored.pk).filter(language=language).exists():
            raise ValidationError(_("There is a version in this language already."))
        return language

    def clean_slug(self) -> str:
        """Return the slug, empty when it is to be made from the title.

        Raises:
            ValidationError: when another post has it, or its address leads elsewhere.
        """
        slug: str = self.cleaned_data["slug"]
        own = self.stored.slug
        if not slug or slug == own:
            return slug
        if Post.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            free = free_slug(Post, slug)
            raise ValidationError(_("Another post has this address. “%(free)s” is free."), params={"free": free})
        own_path = self.stored.get_absolute_url() if own else ""
        check_address(reverse("post", args=[slug]), own_path=own_path)
        return slug
