"""The look of an organization: its logo and its cover."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.media.models.described import Described
from blog.media.models.image import Image
from blog.organizations.models import Organization


class Ground(models.TextChoices):
    """What lies below a logo, whatever the theme of the page: a logo with transparent parts is made for one of the two."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class OrganizationLook(Described):
    """The images that stand for an organization. They are of its own shelf, and stay there as long as they are here.

    An organization without a row, or without the one or the other image, has its letters in their frame, and no cover.
    """

    organization = models.OneToOneField(
        Organization, models.CASCADE, primary_key=True, related_name="look", verbose_name=_("organization")
    )
    # RESTRICT and not PROTECT: images and look go together when their organization is deleted.
    logo = models.ForeignKey(
        Image, models.RESTRICT, null=True, blank=True, related_name="logo_of", verbose_name=_("logo of the organization")
    )
    logo_ground = models.CharField(
        _("below the logo"),
        max_length=10,
        choices=Ground,
        default=Ground.LIGHT,
        help_text=_("A logo in dark colours needs a light ground, also on the dark pages of readers who choose these."),
    )
    cover = models.ForeignKey(
        Image, models.RESTRICT, null=True, blank=True, related_name="cover_of", verbose_name=_("cover of the organization")
    )

    class Meta:
        verbose_name = _("look of an organization")
        verbose_name_plural = _("looks of organizations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(logo_ground__in=Ground.values),
                name="organization_look_ground_is_known",
                violation_error_message=_("There is no such ground."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)
