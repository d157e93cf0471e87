"""The Django app `audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Settings of the app."""

    name = "blog.audit"
    label = "audit"
    verbose_name = _("Audit log")
