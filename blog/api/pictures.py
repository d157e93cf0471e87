"""What the API tells of an image where something shows it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from blog.media.markup import SHARED_WIDTH_PIXELS, sized
from blog.media.models import Image
from blog.posts.addresses import absolute

# mypy: disable-error-code="arg-type"
# As in `blog.api.serializers`.


class Picture(serializers.Serializer[Image]):
    """An image, as one file that shows everywhere."""

    url = serializers.URLField()
    width = serializers.IntegerField(help_text=_("In pixels."))
    height = serializers.IntegerField(help_text=_("In pixels."))
    media_type = serializers.CharField()
    credit = serializers.CharField()


class DescribedPicture(Picture):
    """An image that says something."""

    description = serializers.CharField(help_text=_("For those who do not see it; empty for an ornament."))


class Cover(DescribedPicture):
    """The image that stands for a post."""

    caption = serializers.CharField()


def told(image: Image, width: int = SHARED_WIDTH_PIXELS) -> dict[str, Any]:
    """Return the file that shows an image at about a width."""
    shown = sized(image, width)
    return {
        "url": absolute(shown.address),
        "width": shown.width,
        "height": shown.height,
        "media_type": image.content_type,
        "credit": image.credit,
    }
