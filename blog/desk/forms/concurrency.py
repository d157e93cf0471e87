"""Two people at one post: nobody overwrites what they have not seen."""

import copy
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.desk.conflicts import Conflict, find_conflict, written_content
from blog.posts.content import RELATED
from blog.posts.models import Post
from blog.posts.services import newest_version

CHOICE = "keep_"  # begins the name of each choice between two versions of a field
THEIRS = "theirs"


def version_of(post: Post) -> str:
    """Return what names the version of a post that is in its form."""
    return str(post.revision_number)


class ConcurrentForm(forms.ModelForm[Post]):
    """A form that knows with which revision of the post it was opened, by its number.

    When somebody has saved the post meanwhile, nothing is stored: `conflict` holds what was, what they saved and what this
    form has, and the next time the form comes with a choice for each field that differs.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = ""  # the version that was open, when it is not the newest any more
        if self.instance.pk:
            self.initial["version"] = version_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Put the chosen fields of the other version in place; check that the post is as it was when the form was opened."""
        cleaned = super().clean() or {}
        self._take_theirs(cleaned)
        self._check_version()
        return cleaned

    def _take_theirs(self, cleaned: dict[str, Any]) -> None:
        """Replace the fields that were chosen so by those of the newest version."""
        chosen = [name for name in self.fields if self.data.get(CHOICE + name) == THEIRS]
        if not chosen or not self.instance.pk:
            return
        theirs, version = newest_version(Post.objects.get(pk=self.instance.pk))
        for name in chosen:
            if name in RELATED:
                rows = getattr(theirs, name).all()
                known = version.related.get(name)
                cleaned[name] = rows if known is None else rows.model._default_manager.filter(pk__in=known)
            else:
                cleaned[name] = getattr(theirs, name)
            self.errors.pop(name, None)

    def _check_version(self) -> None:
        """Stop before what somebody else saved meanwhile is overwritten."""
        seen, stored = self.cleaned_data.get("version"), self.initial.get("version")
        if not seen or not stored or seen == stored:
            return
        self.opened = seen
        self.data = copy.copy(self.data)
        self.data[self.add_prefix("version")] = stored  # type: ignore[index]  # a QueryDict; its copy can be changed
        self.add_error(
            None,
            _(
                "Somebody saved this post after you opened it, and what you see below is yours. Nothing is stored yet and "
                "nothing is lost: choose below what is to stand, field by field, then save once more."
            ),
        )

    @cached_property
    def conflict(self) -> Conflict | None:
        """What stands against each other after a refused save; None when nothing does."""
        if not self.is_bound or not self.opened:
            return None
        stored = Post.objects.get(pk=self.instance.pk)
        mine = written_content(self.instance, self.cleaned_data)
        return find_conflict(stored, mine, opened=self.opened, names=self.fields)
