"""Moments as they are given in a form: on the clock of the reader's time zone, also when clocks are changed."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

SHOWN = "SHORT_DATETIME_FORMAT"


class MomentField(forms.SplitDateTimeField):
    """A day and a time. One that the clock skips or shows twice is refused with the moments that it can mean.

    `stored` is the moment that the row has: given back as the form showed it, it stays what it was.
    """

    stored: datetime | None = None

    def compress(self, data_list: tuple[date, time] | None) -> datetime | None:
        """Return the moment.

        Raises:
            ValidationError: when there is no such moment, or there are two.
        """
        if not data_list or any(part in self.empty_values for part in data_list):
            return super().compress(data_list)
        shown = datetime.combine(*data_list)
        if self.stored is not None and _on_the_clock(self.stored) == shown:
            return self.stored
        first, second = (timezone.make_aware(shown.replace(fold=fold)) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first
        raise ValidationError(_twice(first, second) if _on_the_clock(first) == shown else _never(first, second))


def _on_the_clock(moment: datetime) -> datetime:
    return timezone.make_naive(moment.astimezone(UTC)).replace(microsecond=0, fold=0)


def _twice(first: datetime, second: datetime) -> str:
    """Say that clocks go back: the same time comes once more an hour later."""
    return _(
        "Clocks are put back then: this time comes twice, as %(first)s UTC and as %(second)s UTC. "
        "Choose a time before or after that hour."
    ) % {"first": f"{first.astimezone(UTC):%H:%M}", "second": f"{second.astimezone(UTC):%H:%M}"}


def _never(first: datetime, second: datetime) -> str:
    """Say that clocks go forward. Either reading of the time lies on one side of the hour that is left out."""
    before, after = sorted([timezone.localtime(first.astimezone(UTC)), timezone.localtime(second.astimezone(UTC))])
    words = {"before": formats.date_format(before, SHOWN), "after": formats.date_format(after, SHOWN)}
    return _("Clocks are put forward then: this time does not exist, but %(before)s and %(after)s do.") % words
