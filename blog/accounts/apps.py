"""The Django app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
