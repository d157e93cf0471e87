"""The Django app `spam`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpamConfig(AppConfig):
    """Settings of the app."""

    name = "blog.spam"
    label = "spam"
    verbose_name = _("Unwanted replies")
