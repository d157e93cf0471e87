"""The Django app `redirects`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedirectsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.redirects"
    label = "redirects"
    verbose_name = _("Redirects")
