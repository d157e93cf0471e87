"""Parts of addresses."""

from functools import cache

from django.urls import register_converter
from django.urls.converters import StringConverter


class SlugConverter(StringConverter):
    """A slug of any script. PostgreSQL takes no null character in a text, so no page has one in its address."""

    regex = r"[^/\x00]+"


class YearConverter:
    """A year of four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return four digits."""
        return f"{value:04d}"


class MonthConverter:
    """A month of two digits."""

    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return two digits."""
        return f"{value:02d}"


@cache  # Django refuses a name that is taken
def register() -> None:
    """Make the converters known to addresses of this app and of those above it."""
    register_converter(SlugConverter, "any-slug")
    register_converter(YearConverter, "year")
    register_converter(MonthConverter, "month")
