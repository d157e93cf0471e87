"""The Django app `mailing`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    """Settings of the app."""

    name = "blog.mailing"
    label = "mailing"
    verbose_name = _("Outgoing mail")
