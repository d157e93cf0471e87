"""The form by which a post goes to another organization."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models import Post


class MoveForm(forms.Form):
    """To which organization: one of those for which the person publishes."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), empty_label=None, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, data: Any, *, post: Post, by: User) -> None:
        super().__init__(data)
        offered = Organization.objects.where_user_can(by, Capability.PUBLISH).exclude(pk=post.organization_id)
        chosen: forms.ModelChoiceField[Organization] = self.fields["organization"]  # type: ignore[assignment]  # it is
        chosen.queryset = offered.by_name()
