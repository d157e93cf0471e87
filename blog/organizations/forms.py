"""Forms of organizations and memberships in admin."""

from typing import Any, cast
from urllib.parse import unquote

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from blog.accounts.forms import TimeZoneField
from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.redirects import services as redirects
from blog.richtext.markup import PLAIN_EXTENSIONS
from blog.richtext.pasted import clean_article


class ArticleWidget(AdminProseEditorWidget):  # type: ignore[misc]  # django-prose-editor is not annotated
    """The editor, whose scripts find what they share."""

    @property
    def media(self) -> Media:
        """Return the editor's own scripts and styles, and under which name ours import the dialogs of the shelf."""
        return super().media + Media(importmap=ImportMap({"gazette/shelf": "gazette/admin/prose/shelf.js"}))


class ArticleField(ProseEditorFormField):  # type: ignore[misc]  # django-prose-editor is not annotated
    """Formatted text: the editor and the sanitizer know the same markup. What arrives without the editor is cleaned too."""

    def __init__(self, **kwargs: Any) -> None:
        editor = {"config": {"extensions": PLAIN_EXTENSIONS}, "preset": "configurable", "widget": ArticleWidget()}
        super().__init__(**(editor | {"required": False} | kwargs))

    def clean(self, value: str) -> str:
        """Return sanitized HTML without debris of other programs; empty when there is no text."""
        return clean_article(super().clean(value))

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        """Return whether what would be stored differs, not only how it is written."""
        return super().has_changed(initial, data) and self.clean(initial or "") != self.clean(data or "")


def check_address(path: str, *, own_path: str) -> None:
    """Accept an address that no redirect answers for, or whose redirect leads to the page itself (empty for a new page).

    Raises:
        ValidationError: when the address was public once and leads elsewhere.
    """
    decoded = unquote(path)
    found = redirects.find(decoded)
    is_own = found is not None and bool(own_path) and found.new_path == unquote(own_path)
    if found is not None and found.old_path == decoded and not is_own:
        message = _("This address was public before and leads to %(target)s now; choose another one.")
        raise ValidationError(message, params={"target": found.new_path or "410"})


class OrganizationForm(forms.ModelForm[Organization]):
    """The profile and the policy of an organization."""

    description = ArticleField(label=_("Description"), help_text=_("Shown on its page and below its posts."))
    time_zone = TimeZoneField(
        empty_label=_("That of the site"),
        help_text=_("In which its people see and give dates in the admin, unless they chose another."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=120,
        required=False,
        allow_unicode=True,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("The end of its page's address; made from the name when left empty. The old one goes on working."),
        error_messages={"unique": _("Another organization has this address.")},
    )

    class Meta:
        model = Organization
        fields = (
            "name",
            "short_name",
            "kind",
            "tagline",
            "description",
            "founded_year",
            "country",
            "website",
            "email",
            "publishing_policy",
            "time_zone",
            "accent_color",
            "comment_policy",
            "close_comments_after_days",
            "slug",
        )

    def clean_slug(self) -> str:
        """Return the slug, empty when it is to be made from the name.

        Raises:
            ValidationError: when its address leads elsewhere.
        """
        slug: str = self.cleaned_data["slug"]
        if slug:
            own_path = reverse("organization", args=[self.initial["slug"]]) if self.initial.get("slug") else ""
            check_address(reverse("organization", args=[slug]), own_path=own_path)
        return slug


class MembershipForm(forms.ModelForm[Membership]):
    """One person's role. A person is named by the whole e-mail address: no list of people is shown to choose from."""

    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Membership
        fields = ("role",)
        widgets = {"role": UnfoldAdminSelectWidget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.initial["email"] = self.instance.user.email

    def clean_email(self) -> str:
        """Find the person.

        Raises:
            ValidationError: when the address is missing or nobody has it.
        """
        if self.instance.pk:
            return str(self.initial["email"])
        address = User.objects.normalize_email(self.cleaned_data["email"])
        if not address:
            raise ValidationError(_("Give the person's address."))
        person = User.objects.filter(email=address, is_active=True).first()
        if person is None:
            raise ValidationError(
                _("Nobody with this address has an account here. Invite them by mail: see “Invitations” above.")
            )
        self.instance.user = person
        return address

    def _get_validation_exclusions(self) -> set[str]:
        """Check the person too, once there is one: nobody has two roles in an organization."""
        excluded = cast("set[str]", super()._get_validation_exclusions())  # type: ignore[misc]  # Django's own hook
        return excluded - {"user"} if self.instance.user_id else excluded


class InvitationForm(forms.Form):
    """Whom an owner asks to work for the organization, and as what."""

    email = forms.EmailField(label=_("E-mail address"), widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.AUTHOR, widget=UnfoldAdminSelectWidget())


class MembershipFormSet(PaginationInlineFormSet):  # type: ignore[misc]  # django-unfold is not annotated
    """The people of an organization. An owner cannot leave it without an owner."""

    editor: User

    def clean(self) -> None:
        """Refuse a change after which nobody owns the organization.

        Raises:
            ValidationError: when the last owner would go.
        """
        super().clean()
        roles = [form.cleaned_data.get("role") for form in self._kept() if hasattr(form, "cleaned_data")]
        if Role.OWNER not in roles and not self.editor.is_superuser:
            raise ValidationError(_("An organization keeps at least one owner."))

    def validate_unique(self) -> None:
        """Refuse two rows for one person; Django's own check looks at fields alone and does not know who is meant.

        Raises:
            ValidationError: when one person stands in two rows.
        """
        people = [form.instance.user_id for form in self._kept() if form.instance.user_id]
        if len(people) != len(set(people)):
            raise ValidationError(_("One person stands here twice; give each person one role."))

    def _kept(self) -> list[MembershipForm]:
        """Return the rows that will be there afterwards."""
        return [form for form in self.forms if form not in self.deleted_forms and (form.instance.pk or form.has_changed())]
