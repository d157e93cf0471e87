"""The Django app `languages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    """Settings of the app."""

    name = "blog.languages"
    label = "languages"
    verbose_name = _("Languages")
