"""The Django app `likes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LikesConfig(AppConfig):
    """Settings of the app."""

    name = "blog.likes"
    label = "likes"
    verbose_name = _("Likes")
