"""The Django app of the site itself, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core import checks

from cms.checks import check_theme


class CmsConfig(AppConfig):
    """Commands, page shell and checks of the site."""

    name = "cms"

    def ready(self) -> None:
        """Look at the theme at each start."""
        checks.register(check_theme, checks.Tags.templates)


class AdminConfig(DjangoAdminConfig):
    """Django's admin on our own site object."""

    default_site = "cms.admin_site.GazetteAdminSite"
