"""The Django app of changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """Records committed changes of what the public reads."""

    name = "blog.changes"
    label = "changes"
    verbose_name = _("Changes")

    def ready(self) -> None:
        """Collect what the apps want recorded, and put it in place with every migration."""
        from blog.changes import installation  # noqa: PLC0415  # it needs the models

        autodiscover_modules("changes")
        # Once before the first app migrates and once after the last: senders are apps, and these stand at the ends.
        pre_migrate.connect(installation.before_migrations, sender=self)
        post_migrate.connect(installation.after_migrations, sender=self)
