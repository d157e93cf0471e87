"""What is said of a cover, for those who do not see it: one rule for everything that has one."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from blog.media.models.image import Image


class Described(models.Model):
    """A row with a `cover`. The image is the shelf's; what is said of it here is this use's own."""

    cover: "models.ForeignKey[Image | None, Image | None]"

    cover_alt = models.CharField(
        _("description of the cover"),
        max_length=300,
        blank=True,
        help_text=_("What somebody who does not see it should know. Empty: the description that the image has on the shelf."),
    )
    cover_is_decorative = models.BooleanField(
        _("the cover is an ornament"), default=False, help_text=_("It says nothing that the title does not.")
    )

    class Meta:
        abstract = True

    @property
    def cover_description(self) -> str:
        """What stands in for the cover where it is not seen; empty for an ornament."""
        if self.cover is None or self.cover_is_decorative:
            return ""
        return self.cover_alt or self.cover.alt
