"""The Django app `search`."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Settings of the app."""

    name = "blog.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """See after each migration that the index still stands. Django says nothing of apps without models: posts stand in."""
        post_migrate.connect(_keep_index, sender=apps.get_app_config("posts"))


def _keep_index(*, using: str, **_options: Any) -> None:
    """Make the index anew where a migration has taken its triggers: SQLite alters a table by making another in its place."""
    from blog.search.index import get_index  # noqa: PLC0415  # models are there only now

    is_wanted = ("search", "0003_joint_publications") in MigrationRecorder(connections[using]).applied_migrations()
    if is_wanted and not get_index().is_whole():
        get_index().install()
