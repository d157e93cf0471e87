"""The Django app of the site itself, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate

from cms.checks import check_theme
from cms.databases import know_json
from cms.memory import sort_in_files


class CmsConfig(AppConfig):
    """Commands, page shell and checks of the site."""

    name = "cms"

    def ready(self) -> None:
        """Look at the theme at each start, spare memory with each migration, and let no reader wait for a writer."""
        checks.register(check_theme, checks.Tags.templates)
        connection_created.connect(know_json)
        pre_migrate.connect(sort_in_files)  # senders are the apps that have models; for each but the first it changes nothing


class AdminConfig(DjangoAdminConfig):
    """Django's admin on our own site object."""

    default_site = "cms.admin_site.GazetteAdminSite"
