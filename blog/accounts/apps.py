"""The Django app `accounts`."""

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen to django-allauth and Django."""
        from allauth.account.signals import email_confirmed  # noqa: PLC0415  # models are not loaded any earlier

        from blog.accounts import receivers  # noqa: PLC0415  # as above

        email_confirmed.connect(receivers.address_was_confirmed)
        post_delete.connect(receivers.user_was_deleted, sender=self.get_model("User"))
