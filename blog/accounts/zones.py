"""Time zones of the IANA database, by their names."""

from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAME_CHARACTERS = 64
OLD_REGIONS = {"Brazil", "Canada", "Chile", "Etc", "Mexico", "SystemV", "US"}  # names that are kept for old programs
UTC_NAME = "UTC"

type Choices = list[tuple[str, list[tuple[str, str]]]]


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of a name; None where the database has none, or has it no more."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def check_zone(name: str) -> None:
    """Accept the name of a time zone.

    Raises:
        ValidationError: when there is none of this name.
    """
    if zone_named(name) is None:
        raise ValidationError(_("There is no time zone of this name."))


@cache
def choices() -> Choices:
    """Return the names to choose from, by the part of the world: UTC first."""
    names = sorted(name for name in available_timezones() if "/" in name and _region(name) not in OLD_REGIONS)
    regions = [(region, [(name, name.replace("_", " ")) for name in some]) for region, some in groupby(names, _region)]
    return [(UTC_NAME, [(UTC_NAME, UTC_NAME)]), *regions]


def _region(name: str) -> str:
    return name.partition("/")[0]
