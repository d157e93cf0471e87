"""Where in a post something of the shelf is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    """A place in a post."""

    COVER = "cover", _("Cover")
    TEXT = "text", _("Text")
    WAITING = "waiting", _("Version that waits")  # to be published; the cover or the text of it


SHOWN_PLACES = [Place.COVER, Place.TEXT]  # what the post itself shows
