"""Which post uses which image or document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.media.models.document import Document
from blog.media.models.image import Image
from blog.media.models.place import Place


class Usage(models.Model):
    """A post uses an image or a document: stored with the post, in one transaction. What is used is not deleted."""

    post = models.ForeignKey("posts.Post", models.CASCADE, related_name="usages", verbose_name=_("post"))
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="usages", verbose_name=_("image"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="usages", verbose_name=_("document")
    )
    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.TEXT)

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usages")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "image", "place"],
                condition=models.Q(image__isnull=False),
                name="usage_of_image_is_unique",
                violation_error_message=_("This use is noted already."),
            ),
            models.UniqueConstraint(
                fields=["post", "document", "place"],
                condition=models.Q(document__isnull=False),
                name="usage_of_document_is_unique",
                violation_error_message=_("This use is noted already."),
            ),
            models.CheckConstraint(
                condition=models.Q(image__isnull=False, document__isnull=True)
                | models.Q(image__isnull=True, document__isnull=False),
                name="usage_is_of_one_thing",
                violation_error_message=_("A post uses one image or one document."),
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=Place.values),
                name="usage_place_is_known",
                violation_error_message=_("This place does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.image or self.document}"
