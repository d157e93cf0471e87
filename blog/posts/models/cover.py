"""The cover of a post: the image that stands for it on its page, in lists, in feeds and where it is shared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.media.models import Described, Image

CAPTION_CHARACTERS = 300


class Covered(Described):
    """What a post says of its cover, and which one it has."""

    cover = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covered_posts",
        verbose_name=_("cover"),
        help_text=_("Shown on its page, in lists, in feeds and where it is shared."),
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=CAPTION_CHARACTERS, blank=True)

    class Meta:
        abstract = True
