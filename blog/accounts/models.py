"""The user: a person known by an e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from blog.accounts.zones import NAME_CHARACTERS, check_zone

PICTURE_NAME_CHARACTERS = 32


def picture_url(name: str) -> str:
    """Return the address of a picture by its name (`User.picture`); empty where there is none."""
    return reverse("picture", args=[name]) if name else ""


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is stored in lower case, so it names one person however it is typed."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address without surrounding white space, in lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of an address, however it is typed."""
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # any field of the model
        """Store a user; without a password, only a code by mail signs them in.

        Raises:
            ValueError: when the address is empty.
        """
        address = self.normalize_email(email)
        if not address:
            message = "A user needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=address, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # as above
        """Store a user who may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The address is private; `name` is what the public sees."""

    email = models.EmailField(_("e-mail address"), unique=True, error_messages={"unique": _("This address is taken.")})
    name = models.CharField(_("name"), max_length=150, blank=True, help_text=_("Shown beside what this person writes."))
    picture = models.CharField(_("picture"), max_length=PICTURE_NAME_CHARACTERS, blank=True, editable=False)  # see `pictures`
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("is active"), default=True, help_text=_("Clear this instead of deleting somebody."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=NAME_CHARACTERS,
        blank=True,
        validators=[check_zone],
        help_text=_("In which the admin shows and takes dates. Empty: that of the organization, or of the site."),
    )
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_superuser=True), name="user_superusers"),  # choosers of people
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Bring the address to the form in which it is stored."""
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        """Return what the public may read; never the address."""
        return self.name.strip() or pgettext("a person without a name", "Member")

    def get_short_name(self) -> str:
        """Return the first word of the public name."""
        return self.get_full_name().split()[0]

    @property
    def picture_url(self) -> str:
        """The address of the picture; empty where there is none."""
        return picture_url(self.picture)
