"""An image and its renditions."""

from collections.abc import Sequence
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.imaging.encoding import Format
from blog.media.licences import ADDRESSES, Licence
from blog.media.models.shelved import Shelved, ShelvedQuerySet
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.richtext.text import printable

VERSION_CHARACTERS = 10  # of the hash, in addresses: enough to tell the few files that one image ever had apart
MIDDLE_PERCENT, WHOLE_PERCENT = 50, 100
FOCUS_STEP_PERCENT = 10  # the style sheet has a class for each
FORMATS = {Format.JPEG.value: "JPEG", Format.PNG.value: "PNG"}  # of the file itself; both work everywhere


class ImageQuerySet(ShelvedQuerySet["Image"]):
    """Images, by what they lack or hold."""

    def without_alt(self) -> Self:
        """Return the images that nobody has described yet."""
        return self.filter(alt="")

    def with_content(self, content_hash: str) -> Self:
        """Return the images whose file is this one."""
        return self.filter(content_hash=content_hash)

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Return what the user may change; what an organization shows as its logo or cover, only who publishes for it."""
        if user.is_active and user.is_superuser:
            return self
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return super().changeable_by(user).filter(models.Q(organization__in=publishing.values("pk")) | ~self._of_looks())

    def used(self) -> Self:
        """Return what posts use, and what is the logo or cover of an organization."""
        return self.filter(models.Q(usages__isnull=False) | self._of_looks()).distinct()

    def unused(self) -> Self:
        """Return what no post uses, and no organization."""
        return super().unused().exclude(self._of_looks())

    @staticmethod
    def _of_looks() -> models.Q:
        return models.Q(logo_of__isnull=False) | models.Q(cover_of__isnull=False)


class Image(Shelved):
    """A picture of an organization, decoded and stored anew.

    Its address stays as long as it is there, also when another file takes the place of the first. What pages need to show
    it stands in this row: no page asks for renditions.
    """

    original_name = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What somebody who does not see the image should know. Each use in a post can have its own."),
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it; shown below it."))
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point from the left, in percent"), default=MIDDLE_PERCENT, help_text=_("What stays in sight when it is cut.")
    )
    focal_y = models.PositiveSmallIntegerField(_("focal point from above, in percent"), default=MIDDLE_PERCENT)
    file_format = models.CharField(_("format"), max_length=4, choices=FORMATS, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = models.JSONField(default=list, editable=False)  # of the renditions that are there, ascending

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="image_newest"),  # the shelf of superusers
            models.Index(fields=["organization", "-created_at", "-id"], name="image_of_organization"),  # the shelf
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "content_hash"],
                name="image_content_is_unique",
                violation_error_message=_("The organization has this image already."),
            ),
            models.UniqueConstraint(  # a unique constraint lets NULL stand any number of times
                fields=["content_hash"],
                condition=models.Q(organization__isnull=True),
                name="image_content_of_all_is_unique",
                violation_error_message=_("This image is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=WHOLE_PERCENT, focal_y__lte=WHOLE_PERCENT),
                name="image_focal_point_is_inside",
                violation_error_message=_("The focal point lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=models.Q(width__gte=1, height__gte=1),
                name="image_has_size",
                violation_error_message=_("An image has at least one pixel."),
            ),
            models.CheckConstraint(
                condition=models.Q(file_format__in=list(FORMATS)),
                name="image_format_is_known",
                violation_error_message=_("An image is stored as JPEG or PNG."),
            ),
            models.CheckConstraint(
                condition=models.Q(licence__in=["", *Licence.values]),
                name="image_licence_is_known",
                violation_error_message=_("This licence does not exist."),
            ),
        ]

    def save(self, **kwargs: Any) -> None:
        """Store the image; what pages and feeds cannot carry is left out of its texts."""
        self.alt, self.credit = printable(self.alt), printable(self.credit)
        super().save(**kwargs)

    @property
    def version(self) -> str:
        """What tells this file from others that the image had or will have."""
        return self.content_hash[:VERSION_CHARACTERS]

    @property
    def file(self) -> Format:
        """The format of the file itself, which is what browsers get that know no better one."""
        return Format(self.file_format)

    @property
    def content_type(self) -> str:
        """The media type of the file itself."""
        return self.file.content_type

    @property
    def lasting_address(self) -> str:
        """The address that answers as long as the image is there, with whatever file it has then."""
        return reverse("image", args=[self.key, self.file_format])

    @property
    def address(self) -> str:
        """The address of the file that it has now; browsers keep it for good."""
        return f"{self.lasting_address}?v={self.version}"

    def rendition_address(self, width: int, file_format: Format) -> str:
        """Return the address of a rendition of the file that it has now."""
        return f"{reverse('rendition', args=[self.key, width, file_format.value])}?v={self.version}"

    def height_at(self, width: int) -> int:
        """Return the height of the rendition of a width."""
        return max(1, round(self.height * width / self.width))

    def width_for(self, wanted: int) -> int | None:
        """Return the least width among the renditions that is not below the wanted one, else the greatest; None without any."""
        widths: Sequence[int] = self.widths
        return next((width for width in widths if width >= wanted), widths[-1] if widths else None)

    def address_for(self, wanted: int) -> str:
        """Return the address of a file that works everywhere, at about a width; that of the image itself without renditions."""
        width = self.width_for(wanted)
        return self.address if width is None or width == self.width else self.rendition_address(width, self.file)

    @property
    def licence_address(self) -> str:
        """Where its licence can be read; empty where there is nothing to read."""
        return ADDRESSES.get(self.licence, "")

    @property
    def focus_classes(self) -> str:
        """The classes that keep the focal point in sight when the image is cut; empty for the middle."""
        steps = [(name, round(value / FOCUS_STEP_PERCENT)) for name, value in (("x", self.focal_x), ("y", self.focal_y))]
        middle = MIDDLE_PERCENT // FOCUS_STEP_PERCENT
        return " ".join(f"focus-{name}-{step}" for name, step in steps if step != middle)


class Rendition(models.Model):
    """A smaller copy of an image, or one in another format. It is made from the file of the image alone."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions", verbose_name=_("image"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    file_format = models.CharField(_("format"), max_length=4, choices={value.value: value.name for value in Format})
    byte_size = models.PositiveIntegerField(_("size"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "file_format", "width"],
                name="rendition_is_unique",
                violation_error_message=_("This rendition is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(file_format__in=[value.value for value in Format]),
                name="rendition_format_is_known",
                violation_error_message=_("This format does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image}, {self.width} x {self.height}, {self.file_format}"
