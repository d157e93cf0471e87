"""Moments in the words of admin."""

from datetime import UTC, datetime

from django.utils import formats, timezone


def short_moment(at: datetime) -> str:
    """Return a moment in local time, as short as the reader's language writes it."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def zoned_moment(at: datetime) -> str:
    """Return the same with its time zone, and where that is another, in UTC."""
    local = timezone.localtime(at)
    named = f"{short_moment(at)} ({local.tzname()})"
    return named if not local.utcoffset() else f"{named}, {at.astimezone(UTC):%H:%M} UTC"
