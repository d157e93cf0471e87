"""Forms of the shelf in admin: shape and messages. What is in a file, the services judge."""

import json
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from blog.accounts.models import User
from blog.media.illustrations import names_foreign_images
from blog.media.models import Document, Folder, Image, OrganizationLook
from blog.organizations.forms import ArticleField
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.richtext.markup import ARTICLE_EXTENSIONS

IMAGE_TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif"  # a telephone turns its own format into one of these
DOCUMENT_TYPES = "application/pdf"
FILES_AT_ONCE = 50
THUMBNAIL_PIXELS = 320
SHELVES: dict[str, type[Image | Document]] = {"Picture": Image, "Download": Document}  # by the extension of the editor
COVER_WORDS = {"name": _("Choose a cover"), "other": _("Choose another"), "remove": _("Take it away"), "none": _("No cover")}
_NOT_ON_THE_SHELF = _("This image is not on the shelf of this organization.")


def organizations_of(user: User) -> Any:
    """Return the organizations for which a user writes, in alphabetical order."""
    return Organization.objects.where_user_can(user, Capability.WRITE).by_name()


class FolderForm(forms.ModelForm[Folder]):
    """A folder. Its organization is no field once it exists, so Django would not compare the names for us."""

    def clean_name(self) -> str:
        """Return the name.

        Raises:
            ValidationError: when the organization has another folder of this name.
        """
        name: str = self.cleaned_data["name"]
        if self.instance.pk and Folder.objects.beside(self.instance).filter(name=name).exists():
            raise ValidationError(_("The organization has a folder of this name already."))
        return name


def asked_of(model: type[Image | Document]) -> dict[str, Any]:
    """Return where scripts find the shelf of a kind of files, and which files they offer to upload."""
    addresses = {name: reverse_lazy(f"admin:media_{model._meta.model_name}_{name}") for name in ("upload", "choose")}
    return addresses | {"types": IMAGE_TYPES if model is Image else DOCUMENT_TYPES}


class IllustratedField(ArticleField):
    """The text of a post: formatted, with images that the editor uploads or chooses from the shelf."""

    def __init__(self, **kwargs: Any) -> None:
        extensions = {name: ARTICLE_EXTENSIONS[name] | asked_of(model) for name, model in SHELVES.items()}
        extensions = ARTICLE_EXTENSIONS | extensions
        super().__init__(config={"extensions": extensions}, **kwargs)


class IllustratedForm(forms.ModelForm[Any]):
    """A form with `body`, `cover` and `organization`: what it shows comes from the shelf of its organization."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(cover := self.fields.get("cover"), forms.ModelChoiceField):
            cover.error_messages["invalid_choice"] = _NOT_ON_THE_SHELF
            for verb in ("add", "change", "delete", "view"):  # the shelf has pages of its own for these
                setattr(cover.widget, f"can_{verb}_related", False)
            self._describe_shelf(cover)

    def _describe_shelf(self, cover: forms.ModelChoiceField[Image]) -> None:
        """Tell the script of the cover where the shelf is, and how the cover looks now."""
        image: Image | None = getattr(self.instance, "cover", None)
        said = asked_of(Image) | {
            "words": ARTICLE_EXTENSIONS["Picture"]["words"] | COVER_WORDS,
            "thumbnail": "" if image is None else image.address_for(THUMBNAIL_PIXELS),
        }
        widget: Any = getattr(cover.widget, "widget", cover.widget)
        widget.attrs["data-cover"] = json.dumps(said, cls=DjangoJSONEncoder)

    def clean(self) -> dict[str, Any]:
        """Check that the images are the organization's own, or everybody's."""
        cleaned = super().clean() or {}
        organization = cleaned.get("organization") or getattr(self.instance, "organization", None)
        owner = None if organization is None else organization.pk
        cover = cleaned.get("cover")
        if cover is not None and cover.organization_id not in {None, owner}:
            self.add_error("cover", _NOT_ON_THE_SHELF)
        if names_foreign_images(cleaned.get("body") or "", owner):
            message = _("An image in the text is not on the shelf of this organization. Take it out, or upload it anew.")
            self.add_error("body", message)
        return cleaned


class SeveralFilesInput(forms.ClearableFileInput):
    """A field of the browser that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files; empty ones are told from those that hold something by the services."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Return the files.

        Raises:
            ValidationError: when there is none, or more than can be taken at once.
        """
        given = data if isinstance(data, list | tuple) else [data]
        files = [cast("UploadedFile[bytes]", super(SeveralFilesField, self).clean(one, initial)) for one in given or [None]]
        if len(files) > FILES_AT_ONCE:
            raise ValidationError(_("Choose at most %(number)d files at once."), params={"number": FILES_AT_ONCE})
        return files


class FolderChoice(forms.ModelChoiceField[Folder]):
    """A folder; those of several organizations are told apart by the organization's name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with that of the organization."""
        return f"{obj.name} · {obj.organization.display_name if obj.organization else _('all organizations')}"


class UploadForm(forms.Form):
    """Files for the shelf of an organization."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), widget=UnfoldAdminSelectWidget()
    )
    folder = FolderChoice(Folder.objects.none(), label=_("Folder"), required=False, widget=UnfoldAdminSelectWidget())
    chosen = SeveralFilesField(label=_("Files"), allow_empty_file=True, error_messages={"required": _("Choose a file first.")})

    def __init__(self, *args: Any, user: User, types: str = IMAGE_TYPES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization, folder = (cast("forms.ModelChoiceField[Any]", self.fields[name]) for name in ("organization", "folder"))
        organization.queryset = offered = organizations_of(user)
        folder.queryset = Folder.objects.visible_to(user).select_related("organization").by_name()
        if user.is_superuser:
            organization.required, organization.empty_label = False, str(_("For the posts of all organizations"))
        elif len(only := offered[:2]) == 1:
            organization.initial, organization.empty_label = only[0].pk, None
        self.fields["chosen"].widget.attrs["accept"] = types

    def clean(self) -> dict[str, Any]:
        """Check that the folder is the organization's."""
        cleaned = super().clean() or {}
        _check_folder(self, cleaned.get("folder"), cleaned.get("organization"))
        return cleaned


class FileForm(forms.Form):
    """Another file in the place of one."""

    file = forms.FileField(label=_("New file"), allow_empty_file=True, error_messages={"required": _("Choose a file first.")})

    def __init__(self, *args: Any, types: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = types


class ShelvedForm(forms.ModelForm[Any]):
    """What is written about something on the shelf."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folder = self.fields.get("folder")
        if isinstance(folder, forms.ModelChoiceField):
            folder.queryset = Folder.objects.owned_by(self.instance.organization_id).by_name()


class ImageForm(ShelvedForm):
    """What is written about an image, and what stays in sight when it is cut."""

    class Meta:
        model = Image
        fields = ("title", "alt", "credit", "licence", "folder", "focal_x", "focal_y")
        widgets = {"alt": UnfoldAdminTextareaWidget(attrs={"rows": 2})}


class LookForm(forms.ModelForm[OrganizationLook]):
    """The logo and the cover of an organization: of those on its shelf, or a new file for it."""

    new_logo = forms.FileField(label=_("New file"), required=False, allow_empty_file=True)
    new_cover = forms.FileField(label=_("New file"), required=False, allow_empty_file=True)

    class Meta:
        model = OrganizationLook
        fields = ("logo", "logo_ground", "cover", "cover_alt", "cover_is_decorative")
        widgets = {
            "logo_ground": UnfoldAdminSelectWidget(),
            "cover_alt": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "cover_is_decorative": forms.CheckboxInput(),
        }
        help_texts = {"cover_is_decorative": _("It says nothing that the page does not.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("logo", "cover"):
            chosen = cast("forms.ModelChoiceField[Image]", self.fields[name])
            chosen.queryset = Image.objects.owned_by(self.instance.organization_id)
            chosen.error_messages["invalid_choice"] = _NOT_ON_THE_SHELF
            self.fields[f"new_{name}"].widget.attrs["accept"] = IMAGE_TYPES


class DocumentForm(ShelvedForm):
    """What is written about a document."""

    class Meta:
        model = Document
        fields = ("title", "file_name", "folder")


def _check_folder(form: forms.Form, folder: Folder | None, organization: Organization | None) -> None:
    if folder is not None and folder.organization_id != (None if organization is None else organization.pk):
        form.add_error("folder", _("This folder is another organization's."))
