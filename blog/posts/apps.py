"""The Django app `posts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.posts"
    label = "posts"
    verbose_name = _("Posts")
