"""The Django app `privacy`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Settings of the app."""

    name = "blog.privacy"
    label = "privacy"
    verbose_name = _("Own data")
