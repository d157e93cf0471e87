"""The Django app `api`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Settings of the app."""

    name = "blog.api"
    label = "api"
    verbose_name = _("API")
