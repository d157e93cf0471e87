"""Organizations and memberships."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from blog.accounts.models import User
from blog.organizations.roles import Capability, Role, roles_with
from blog.richtext.rendering import render_article
from blog.richtext.text import excerpt, printable

EARLIEST_YEAR, LATEST_YEAR = 800, 2200  # what a year of foundation can be, typing errors aside
DESCRIPTION_CHARACTERS = 160  # what search engines and share cards show


class Kind(models.TextChoices):
    """What sort of body an organization is."""

    CHAMBER = "chamber", _("Chamber of commerce")
    INSTITUTE = "institute", _("Institute")
    ASSOCIATION = "association", _("Association")
    NGO = "ngo", _("Non-governmental organization")
    PUBLIC_BODY = "public_body", _("Public body")
    COMPANY = "company", _("Company")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class CommentPolicy(models.TextChoices):
    """Who may reply to an organization's posts, and what is looked at first."""

    OPEN = "open", _("Open: replies show at once")
    FIRST_HELD = "first_held", _("The first reply of each person is held")
    ALL_HELD = "all_held", _("Every reply is held")
    MEMBERS = "members", _("Signed-in people only")
    CLOSED = "closed", _("Closed: no new replies")


class PublishingPolicy(models.TextChoices):
    """Who may publish without asking anybody."""

    EDITORS = "editors", _("Owners and editors publish directly; authors ask them")
    SECOND_PERSON = "second_person", _("Every text needs the approval of a second person")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations, by who may do what for them."""

    def where_user_can(self, user: User | AnonymousUser, capability: Capability) -> Self:
        """Return the organizations for which the user has a capability; all of them for a superuser."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.granting(user, capability).values("organization"))

    def for_choice(self) -> Self:
        """Return the organizations by name, with what a list to choose from shows."""
        return self.order_by("name", "pk").only("slug", "name")

    def numbered(self, pks: Iterable[int]) -> Self:
        """Return the organizations with these numbers, by name, with what a mention of each shows."""
        return self.filter(pk__in=list(pks)).order_by("name", "pk").defer("description", "description_html")

    def of_member(self, user: User | AnonymousUser) -> Self:
        """Return the organizations to which the user belongs in any role; all of them for a superuser."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.active(user).values("organization"))


class Organization(models.Model):
    """A body that publishes under its own name."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=50, blank=True, help_text=_("The abbreviation people use."))
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        help_text=_("The end of its page's address. The old one goes on working."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Shown on its page and below its posts."))
    description_html = models.TextField(editable=False, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
    )
    country = CountryField(_("country"), blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("For its own people; never shown to the public."))
    publishing_policy = models.CharField(
        _("who publishes"),
        max_length=20,
        choices=PublishingPolicy,
        default=PublishingPolicy.EDITORS,
        help_text=_("Approved is one text: when it is changed, it needs approval again."),
    )
    comment_policy = models.CharField(_("replies"), max_length=20, choices=CommentPolicy, default=CommentPolicy.OPEN)
    close_comments_after_days = models.PositiveSmallIntegerField(
        _("close replies after days"), null=True, blank=True, help_text=_("Empty: replies stay open.")
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="organizations")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [models.Index(fields=["name", "id"], name="organization_by_name")]  # the index of organizations
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(slug=""),
                name="organization_has_name_and_slug",
                violation_error_message=_("An organization needs a name and an address."),
            ),
            models.CheckConstraint(
                condition=models.Q(publishing_policy__in=PublishingPolicy.values),
                name="organization_publishing_policy_is_known",
                violation_error_message=_("There is no such rule of publishing."),
            ),
            models.CheckConstraint(
                condition=models.Q(founded_year__isnull=True) | models.Q(founded_year__range=(EARLIEST_YEAR, LATEST_YEAR)),
                name="organization_founded_year_is_plausible",
                violation_error_message=_("The year of foundation is not plausible."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the organization; what its page shows of the description is rendered here, what feeds cannot carry left out."""
        self.name, self.short_name, self.tagline = printable(self.name), printable(self.short_name), printable(self.tagline)
        self.description_html = render_article(self.description)
        if (fields := kwargs.get("update_fields")) is not None and "description" in fields:
            kwargs["update_fields"] = {*fields, "description_html"}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("organization", args=[self.slug])

    @property
    def display_name(self) -> str:
        """The short name where there is one: for places with little room."""
        return self.short_name or self.name

    @property
    def summary(self) -> str:
        """One or two plain sentences for search engines and share cards."""
        return self.tagline or excerpt(self.description_html, DESCRIPTION_CHARACTERS)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by what they grant."""

    def active(self, user: User | AnonymousUser) -> Self:
        """Return the memberships of a user who may act; none for anybody signed out or inactive."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(user=user)

    def granting(self, user: User | AnonymousUser, capability: Capability) -> Self:
        """Return the user's memberships whose role includes a capability."""
        return self.active(user).filter(role__in=roles_with(capability))


class Membership(models.Model):
    """What one person is in one organization."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    created_at = models.DateTimeField(_("member since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                name="membership_is_unique",
                violation_error_message=_("This person belongs to the organization already; change the role there."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="membership_role_is_known",
                violation_error_message=_("This role does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
