"""Forms of users in admin."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from unfold import forms as unfold_forms

from blog.accounts.models import User


class UserAddForm(unfold_forms.UserCreationForm):  # type: ignore[misc]  # django-unfold is not annotated
    """A new user: the address, the name, and a password or none."""

    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(unfold_forms.UserChangeForm):  # type: ignore[misc]  # as above
    """A user as superusers see one. Nobody can lock themselves out with it."""

    editor: User

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser", "password")

    def clean(self) -> dict[str, Any]:
        """Refuse to take one's own way in away."""
        cleaned = cast("dict[str, Any]", super().clean())
        if self.instance.pk == self.editor.pk:
            for name in ("is_active", "is_staff", "is_superuser"):
                if not cleaned.get(name):
                    self.add_error(name, _("You cannot take this from yourself; another superuser can."))
        return cleaned
