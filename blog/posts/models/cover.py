"""The cover of a post: the image that stands for it on its page, in lists, in feeds and where it is shared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.media.models import Image

CAPTION_CHARACTERS = 300


class Covered(models.Model):
    """What a post says of its cover. The image itself is the shelf's; what is said of it here is this use's own."""

    cover = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covered_posts",
        verbose_name=_("cover"),
        help_text=_("Shown on its page, in lists, in feeds and where it is shared."),
    )
    cover_alt = models.CharField(
        _("description of the cover"),
        max_length=300,
        blank=True,
        help_text=_("What somebody who does not see it should know. Empty: the description that the image has on the shelf."),
    )
    cover_is_decorative = models.BooleanField(
        _("the cover is an ornament"), default=False, help_text=_("It says nothing that the title does not.")
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=CAPTION_CHARACTERS, blank=True)

    class Meta:
        abstract = True

    @property
    def cover_description(self) -> str:
        """What stands in for the cover where it is not seen; empty for an ornament."""
        if self.cover is None or self.cover_is_decorative:
            return ""
        return self.cover_alt or self.cover.alt
