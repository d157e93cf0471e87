"""A redirect: an address that was public and where it leads now."""

from typing import Self

from django.db import models
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

PATH_CHARACTERS = 500


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Redirects by the addresses they answer for."""

    def covering(self, path: str) -> Self:
        """Return the redirects of the path itself and of each folder above it."""
        return self.filter(old_path__in=folders_of(path))


class Redirect(models.Model):
    """`old_path`, and everything below it, has moved to `new_path`; without one it is gone for good (410)."""

    old_path = models.CharField(
        _("old address"),
        max_length=PATH_CHARACTERS,
        unique=True,
        help_text=_("A path such as /posts/old-title/, with both slashes."),
    )
    new_path = models.CharField(
        _("new address"), max_length=PATH_CHARACTERS, blank=True, help_text=_("Empty: the page is gone for good.")
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        indexes = [
            models.Index(fields=["new_path"], name="redirect_new_path"),  # move() collapses chains through it
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old_path__startswith="/", old_path__endswith="/") & ~models.Q(old_path="/"),
                name="redirect_old_path_is_a_folder",
                violation_error_message=_("The old address begins and ends with a slash and is not the home page."),
            ),
            models.CheckConstraint(
                condition=models.Q(new_path="")
                | (models.Q(new_path__startswith="/", new_path__endswith="/") & ~models.Q(new_path__startswith="//")),
                name="redirect_new_path_stays_here",
                violation_error_message=_(
                    "The new address is a path on this site: it begins with one slash and ends with one."
                ),
            ),
            models.CheckConstraint(  # below itself it would never end; not `startswith`, for which SQLite's A is a
                condition=~models.Q(old_path=Left("new_path", Length("old_path"))),
                name="redirect_leads_elsewhere",
                violation_error_message=_("The new address is the old one, or lies below it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path or '410'}"

    def target_of(self, path: str) -> str:
        """Return where a path that this redirect covers leads; empty when it is gone."""
        below = path.removeprefix(self.old_path).lstrip("/")  # "//" at the head of a target would name another host
        return self.new_path + below if self.new_path else ""


def folders_of(path: str) -> list[str]:
    """Return `/a/b/`, `/a/` for `/a/b/` and for `/a/b/c`: every folder that holds the path, the nearest first.

    Folders that are too long to be in the table are left out, so that a hostile path of many slashes costs nothing;
    of a path with a null character, which PostgreSQL takes in no text, there are none.
    """
    if "\0" in path:
        return []
    parts = path[:PATH_CHARACTERS].split("/")[1:-1]
    return ["/" + "/".join(parts[:end]) + "/" for end in range(len(parts), 0, -1)]
