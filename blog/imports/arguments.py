"""What people write on the command line, made into what the importer understands."""

from argparse import ArgumentTypeError
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.organizations.models import Organization
from blog.posts.models import Post


def organization(given: str) -> Organization:
    """Return the organization of this slug or name.

    Raises:
        ArgumentTypeError: when there is none.
    """
    found = Organization.objects.filter(slug=given).first() or Organization.objects.filter(name__iexact=given).first()
    if found is None:
        raise ArgumentTypeError(f"there is no organization {given!r}; make it in the admin first, or check the spelling")
    return found


def moment(given: str) -> datetime:
    """Return a moment from ISO 8601; one without an offset is in the site's time zone, a date alone is its noon.

    Raises:
        ArgumentTypeError: when it is not ISO 8601.
    """
    try:
        parsed = (
            datetime.combine(date.fromisoformat(given), time(12))
            if "T" not in given.upper() and " " not in given
            else datetime.fromisoformat(given)
        )
    except ValueError as error:
        raise ArgumentTypeError(f"{given!r} is not a moment such as 2017-08-09 or 2017-08-09T10:00+03:00") from error
    return parsed if timezone.is_aware(parsed) else timezone.make_aware(parsed)


def language(given: str) -> str:
    """Return a language tag.

    Raises:
        ArgumentTypeError: when it does not look like one.
    """
    try:
        Post._meta.get_field("language").run_validators(given)
    except ValidationError as error:
        raise ArgumentTypeError(error.messages[0]) from error
    return given
