"""The Django app `subscriptions`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.subscriptions"
    label = "subscriptions"
    verbose_name = _("Subscriptions")
