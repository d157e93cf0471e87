"""The form of a series in admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet

from blog.organizations.forms import check_address
from blog.posts.models import Series
from blog.posts.models.series import MOST_PARTS


class SeriesForm(forms.ModelForm[Series]):
    """A series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title

    def clean_slug(self) -> str:
        """Return the slug, empty when it is to be made from the title.

        Raises:
            ValidationError: when its address leads elsewhere.
        """
        slug: str = self.cleaned_data["slug"]
        if slug:
            own_path = reverse("series", args=[self.initial["slug"]]) if self.initial.get("slug") else ""
            check_address(reverse("series", args=[slug]), own_path=own_path)
        return slug


class PartFormSet(PaginationInlineFormSet):  # type: ignore[misc]  # django-unfold is not annotated
    """The parts of a series: posts of its organization, 100 at most."""

    def clean(self) -> None:
        """Check the parts together.

        Raises:
            ValidationError: when one is a post of another organization, or there are too many.
        """
        super().clean()
        filled = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("post")]
        posts = [data["post"] for data in filled if not data.get("DELETE")]
        if len(posts) > MOST_PARTS:
            raise ValidationError(_("A series has at most 100 parts."))
        for post in posts:
            if post.organization_id != self.instance.organization_id:
                message = _("“%(title)s” belongs to another organization; a series holds posts of one.")
                raise ValidationError(message, params={"title": post.title})
