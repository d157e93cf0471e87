"""Series: posts that belong together and are read in an order."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.languages.addresses import address_of
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models.post import Post
from blog.richtext.text import printable

MOST_PARTS = 100  # a page and a box show all of them


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, by what they are read for."""

    def for_reading(self) -> Self:
        """Return series with what their own page shows."""
        return self.select_related("organization")

    def editable_by(self, user: User) -> Self:
        """Return the series of the organizations for which a user publishes."""
        publishes = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return self.filter(organization__in=publishes.values("pk"))

    def with_public_posts(self) -> Self:
        """Return the series of which the public may see at least one part."""
        of_post = Post.objects.published().filter(pk=models.OuterRef("post"))
        parts = SeriesPart.objects.filter(models.Exists(of_post), series=models.OuterRef("pk"))
        return self.filter(models.Exists(parts))


class Series(models.Model):
    """Posts of one organization in the order in which they are to be read."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="series", verbose_name=_("organization"))
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=220,
        unique=True,
        allow_unicode=True,
        help_text=_("The end of its address; made from the title when left empty. The old one goes on working."),
    )
    description = models.CharField(_("description"), max_length=500, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(slug=""),
                name="series_has_title_and_slug",
                violation_error_message=_("A series needs a title and an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Store the series; what feeds cannot carry is left out."""
        self.title, self.description = printable(self.title), printable(self.description)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return address_of("series", self.slug)


class SeriesPart(models.Model):
    """The place of a post in a series; a post belongs to one series at most."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="parts", db_index=False, verbose_name=_("series"))
    post = models.OneToOneField(Post, models.CASCADE, related_name="series_part", verbose_name=_("post"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        indexes = [
            models.Index(
                fields=["series", "position", "id"], name="series_part_in_order"
            ),  # the page and the box; the foreign key
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__range=(1, MOST_PARTS)),
                name="series_part_position_is_sound",
                violation_error_message=_("A series has at most 100 parts, counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} · {self.position}"
