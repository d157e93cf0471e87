"""The form of a redirect."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from blog.languages.addresses import neutral
from blog.redirects.models import Redirect

PATH_CHARACTERS = 500  # as the columns have it


class RedirectForm(forms.ModelForm[Redirect]):
    """Takes paths as people paste them, whole addresses of this site too, and says at each field what is wrong with it."""

    class Meta:
        model = Redirect
        fields = ("old_path", "new_path")
        error_messages = {"old_path": {"unique": _("There is a redirect for this address already; change that one.")}}

    def clean_old_path(self) -> str:
        """Return the path with a slash at both ends.

        Raises:
            ValidationError: when it is the home page or leads to another site.
        """
        path = neutral(_path(self.cleaned_data["old_path"]))
        if path == "/":
            raise ValidationError(_("The home page cannot be moved."))
        return path

    def clean_new_path(self) -> str:
        """Return the path with a slash at both ends; empty for a page that is gone.

        Raises:
            ValidationError: when it leads to another site.
        """
        return _path(self.cleaned_data["new_path"]) if self.cleaned_data["new_path"] else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a redirect that leads to itself or below itself: it would never end."""
        cleaned = super().clean() or {}
        old_path, new_path = cleaned.get("old_path", self.instance.old_path), cleaned.get("new_path")
        if old_path and new_path and new_path.startswith(old_path):
            self.add_error("new_path", _("This is the old address, or an address below it, which has moved as well."))
        return cleaned


def _path(given: str) -> str:
    """Return the decoded path of an address on this site, as requests bring it.

    Raises:
        ValidationError: when it is the address of another site or no address at all.
    """
    try:
        parts = urlsplit(given.strip().removeprefix(settings.SITE_URL))
    except ValueError:
        raise ValidationError(_("This is not an address.")) from None
    if parts.scheme or parts.netloc or "\\" in given:
        raise ValidationError(_("Give a path on this site, such as /posts/title/."))
    path = "/" + unquote(parts.path).strip("/")
    if not path.isprintable():
        raise ValidationError(_("This is not an address."))
    if len(path) >= PATH_CHARACTERS:
        raise ValidationError(_("This address is too long."))
    return path if path == "/" else path + "/"
