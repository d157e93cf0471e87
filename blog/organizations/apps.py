"""The Django app `organizations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.organizations"
    label = "organizations"
    verbose_name = _("Organizations")
