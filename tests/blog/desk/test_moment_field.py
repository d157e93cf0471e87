"""A moment given on the clock of a place, also on the days when clocks are changed there."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.desk.forms.moments import MomentField


@pytest.fixture(autouse=True)
def in_bucharest() -> Iterator[None]:
    with timezone.override("Europe/Bucharest"):
        yield


def cleaned(moment: str, stored: datetime | None = None) -> datetime | None:
    field = MomentField(required=False)
    field.stored = stored
    return field.clean(moment.split(" "))  # type: ignore[no-any-return]  # the stubs know the boxes only


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-29 02:59:59", datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        ("2026-03-29 04:00:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25 02:59:59", datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        ("2026-10-25 04:00:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_around_the_change_a_moment_is_what_the_clock_says(typed: str, meant: datetime) -> None:
    assert cleaned(typed) == meant


def test_a_time_that_the_clock_skips_is_refused_with_its_neighbours() -> None:
    with pytest.raises(ValidationError) as refused:
        cleaned("2026-03-29 03:30:00")
    words = "Clocks are put forward then: this time does not exist, but 03/29/2026 2:30 a.m. and 03/29/2026 4:30 a.m. do."
    assert refused.value.messages == [words]


def test_a_time_that_comes_twice_is_refused_with_both_moments() -> None:
    with pytest.raises(ValidationError) as refused:
        cleaned("2026-10-25 03:30:00")
    words = "Clocks are put back then: this time comes twice, as 00:30 UTC and as 01:30 UTC. "
    assert refused.value.messages == [f"{words}Choose a time before or after that hour."]


@pytest.mark.parametrize("hour", [0, 1])
def test_a_stored_moment_that_comes_back_as_it_was_shown_stays_what_it_is(hour: int) -> None:
    stored = datetime(2026, 10, 25, hour, 30, 12, 345, tzinfo=UTC)
    assert cleaned("2026-10-25 03:30:12", stored) == stored
    with pytest.raises(ValidationError):
        cleaned("2026-10-25 03:31:00", stored)


@pytest.mark.parametrize("boxes", ["2026-10-25 ", " 03:30:00"])
def test_half_a_moment_is_none(boxes: str) -> None:
    with pytest.raises(ValidationError):
        cleaned(boxes)


def test_no_moment_is_none() -> None:
    assert cleaned(" ") is None
