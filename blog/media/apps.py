"""The Django app `media`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Settings of the app."""

    name = "blog.media"
    label = "media"
    verbose_name = _("Images and documents")
