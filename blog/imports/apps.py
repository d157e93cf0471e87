"""The Django app `imports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.imports"
    label = "imports"
    verbose_name = _("Imports")
