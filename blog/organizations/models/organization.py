"""Organizations and memberships."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from blog.accounts.models import User
from blog.accounts.zones import NAME_CHARACTERS, check_zone
from blog.languages.addresses import address_of
from blog.languages.collation import CollationKeyField, collation_key
from blog.organizations.colors import readable_shades
from blog.organizations.roles import Capability, Role, roles_with
from blog.richtext.rendering import render_article
from blog.richtext.text import excerpt, printable

EARLIEST_YEAR, LATEST_YEAR = 800, 2200  # what a year of foundation can be, typing errors aside
DERIVED = {
    "name": ["collation_key"],
    "description": ["description_html"],
    "accent_color": ["accent_on_light", "accent_on_dark"],
}
COLOR = r"^#[0-9a-fA-F]{6}\Z"
SEAL_LETTERS = 5  # for which there is room
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

    def by_name(self) -> Self:
        """Return the organizations in alphabetical order."""
        return self.order_by("collation_key", "pk")

    def initials(self) -> list[str]:
        """Return the letters with which names begin, in their order; the names are read from their index alone."""
        found = self.order_by().values_list(Left("name", 1), flat=True).distinct()
        return sorted({initial.upper() for initial in found}, key=lambda letter: (collation_key(letter), letter))

    def beginning_with(self, letter: str) -> Self:
        """Return the organizations whose names begin with a letter, great or small."""
        return self.filter(models.Q(name__startswith=letter.upper()) | models.Q(name__startswith=letter.lower()))

    def with_name_like(self, typed: str) -> Self:
        """Return the organizations in whose name or short name something stands, by name."""
        return self.filter(models.Q(name__icontains=typed) | models.Q(short_name__icontains=typed)).by_name()

    def for_choice(self) -> "models.QuerySet[Organization, tuple[str, str]]":
        """Return slugs and names by name, for a list to choose from."""
        return self.by_name().values_list("slug", "name")

    def for_index(self) -> Self:
        """Return the organizations with what a list tells of each, and without the descriptions."""
        return self.defer("description", "description_html")

    def numbered(self, pks: Iterable[int]) -> Self:
        """Return the organizations with these numbers, by name, with what a mention of each shows."""
        return self.filter(pk__in=list(pks)).by_name().for_index()

    def with_color(self) -> Self:
        """Return the organizations that have a colour of their own."""
        return self.exclude(accent_color="")

    def of_member(self, user: User | AnonymousUser) -> Self:
        """Return the organizations to which the user belongs in any role; all of them for a superuser."""
        if user.is_active and user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.active(user).values("organization"))


class Organization(models.Model):
    """A body that publishes under its own name."""

    name = models.CharField(_("name"), max_length=200)
    collation_key = CollationKeyField()
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
    time_zone = models.CharField(
        _("time zone"),
        max_length=NAME_CHARACTERS,
        blank=True,
        validators=[check_zone],
        help_text=_("In which its people see and give dates in the admin, unless they chose another. Empty: that of the site."),
    )
    accent_color = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(COLOR, _("Give a colour such as #0b5959."))],
        help_text=_(
            "For links and labels on its pages, such as #0b5959. Where it is hard to read, a near shade takes its place."
        ),
    )
    # The shades of it that are readable; made on save.
    accent_on_light = models.CharField(max_length=7, blank=True, editable=False)
    accent_on_dark = models.CharField(max_length=7, blank=True, editable=False)
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
        indexes = [
            models.Index(fields=["collation_key", "id"], name="organization_in_order"),  # the index of organizations
            models.Index(fields=["name", "id"], name="organization_by_name"),  # the letters with which names begin
        ]
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
            models.CheckConstraint(
                condition=models.Q(accent_color="", accent_on_light="", accent_on_dark="")
                | (~models.Q(accent_color="") & ~models.Q(accent_on_light="") & ~models.Q(accent_on_dark="")),
                name="organization_color_has_its_shades",
                violation_error_message=_("A colour is stored with the shades that are readable."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the organization; what its page shows of the description is rendered here, what feeds cannot carry left out."""
        self.name, self.short_name, self.tagline = printable(self.name), printable(self.short_name), printable(self.tagline)
        self.description_html = render_article(self.description)
        self.accent_color = self.accent_color.lower()
        self.accent_on_light, self.accent_on_dark = readable_shades(self.accent_color) if self.accent_color else ("", "")
        if (fields := kwargs.get("update_fields")) is not None:
            derived = {name for source, names in DERIVED.items() if source in fields for name in names}
            kwargs["update_fields"] = {*fields, *derived}
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return address_of("organization", self.slug)

    @property
    def display_name(self) -> str:
        """The short name where there is one: for places with little room."""
        return self.short_name or self.name

    @property
    def letters(self) -> str:
        """What stands in its seal where others have a logo: a short abbreviation, or the first letter of its name."""
        return self.short_name if 0 < len(self.short_name) <= SEAL_LETTERS else self.name[:1].upper()

    @property
    def identity_version(self) -> str:
        """What tells its colours from those that it had or will have; empty where it has none of its own."""
        return (self.accent_on_light + self.accent_on_dark).replace("#", "")

    @property
    def identity_address(self) -> str:
        """The address of its stylesheet; browsers keep it for good."""
        return reverse("organization-identity", args=[self.slug, self.identity_version])

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
