"""The Django app of the site itself, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class CmsConfig(AppConfig):
    """Commands, page shell and checks of the site."""

    name = "cms"


class AdminConfig(DjangoAdminConfig):
    """Django's admin on our own site object."""

    default_site = "cms.admin_site.GazetteAdminSite"
