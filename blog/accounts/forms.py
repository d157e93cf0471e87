"""Forms of users: in admin, and of people's own account."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold import forms as unfold_forms
from unfold.widgets import UnfoldAdminSelectWidget

from blog.accounts import names, pictures
from blog.accounts.models import User
from blog.accounts.zones import choices as zone_choices
from blog.imaging.errors import PictureError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


OF_ORGANIZATION = _("That of the organization, or of the site")
ZONE_HELP = _("In which the admin shows and takes dates. The site itself shows them in its own.")


class TimeZoneField(forms.ChoiceField):
    """A time zone to choose, or none."""

    def __init__(self, *, empty_label: "StrPromise", help_text: "StrPromise") -> None:
        offered = [("", empty_label), *zone_choices()]
        widget = UnfoldAdminSelectWidget()
        super().__init__(label=_("Time zone"), choices=offered, required=False, widget=widget, help_text=help_text)


class UserAddForm(unfold_forms.UserCreationForm):  # type: ignore[misc]  # django-unfold is not annotated
    """A new user: the address, the name, and a password or none."""

    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(unfold_forms.UserChangeForm):  # type: ignore[misc]  # as above
    """A user as superusers see one. Nobody can lock themselves out with it."""

    editor: User

    time_zone = TimeZoneField(empty_label=OF_ORGANIZATION, help_text=ZONE_HELP)

    class Meta:
        model = User
        fields = ("email", "name", "time_zone", "is_active", "is_staff", "is_superuser", "password")

    def clean(self) -> dict[str, Any]:
        """Refuse to take one's own way in away."""
        cleaned = cast("dict[str, Any]", super().clean())
        if self.instance.pk == self.editor.pk:
            for name in ("is_active", "is_staff", "is_superuser"):
                if not cleaned.get(name):
                    self.add_error(name, _("You cannot take this from yourself; another superuser can."))
        return cleaned


class TimeZoneForm(forms.ModelForm[User]):
    """In which time zone somebody works."""

    time_zone = TimeZoneField(empty_label=OF_ORGANIZATION, help_text=ZONE_HELP)

    class Meta:
        model = User
        fields = ("time_zone",)


class NameForm(forms.ModelForm[User]):
    """The name that the public reads."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=names.MAX_CHARACTERS,
        required=False,
        help_text=_("Everybody sees it beside what you write. Without one you are called “Member”."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ("name",)

    def clean_name(self) -> str:
        """Fold white space; refuse a name that could pass for another."""
        name = names.fold(self.cleaned_data["name"])
        if name and not names.is_presentable(name):
            raise ValidationError(_("Write a name without invisible characters."))
        return name


class PictureForm(forms.Form):
    """An uploaded picture. `cleaned_data["picture"]` is the small square that was made of it."""

    picture = forms.FileField(
        label=_("New picture"),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 5 MB. The middle is cut out; where and when it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_picture(self) -> bytes:
        """Make the picture; say what is wrong with the file."""
        file: UploadedFile[bytes] = self.cleaned_data["picture"]
        try:
            pictures.LIMITS.check_bytes(file.size or 0)
            return pictures.small_square(file.read())
        except PictureError as error:
            raise ValidationError(str(error)) from error


class DisconnectForm(forms.Form):
    """Takes one of a person's own connections away; never the last way in."""

    account = forms.ModelChoiceField(SocialAccount.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        cast("forms.ModelChoiceField[SocialAccount]", self.fields["account"]).queryset = SocialAccount.objects.filter(user=user)

    def clean(self) -> dict[str, Any]:
        """Refuse while no address is confirmed to which a code could go."""
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            raise ValidationError(_("Confirm an e-mail address first: without one you could not sign in any more."))
        return self.cleaned_data
