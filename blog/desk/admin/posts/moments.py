"""Moments in the words of admin."""

from datetime import datetime

from django.utils import formats, timezone


def short_moment(at: datetime) -> str:
    """Return a moment in local time, as short as the reader's language writes it."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
