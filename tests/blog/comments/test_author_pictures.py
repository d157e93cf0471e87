"""Which picture is drawn for an author: the same for the same person, and no way back."""

import pytest
from pytest_django import Settings

from blog.comments.people import Author
from tests.factories import UserFactory


def test_a_guest_has_one_picture_per_address() -> None:
    first, again, other = (
        Author(name=name, email=email) for name, email in (("A", "a@x.org"), ("B", "a@x.org"), ("A", "b@x.org"))
    )
    assert first.identicon == again.identicon != other.identicon


@pytest.mark.django_db
def test_a_user_has_one_picture_whatever_the_address() -> None:
    user = UserFactory.create(email="a@example.org")
    before = Author.of_user(user).identicon
    user.email = "b@example.org"
    assert Author.of_user(user).identicon == before != Author(email="a@example.org").identicon


def test_it_fits_its_column() -> None:
    numbers = [Author(email=f"guest{number}@example.org").identicon for number in range(200)]
    assert all(0 < number < 2**31 for number in numbers)
    assert max(numbers) > 2**29


def test_whoever_gave_no_address_has_none() -> None:
    assert Author(name="Guest One").identicon == 0


def test_without_the_sites_key_nobody_can_draw_it(settings: Settings) -> None:
    before = Author(email="a@example.org").identicon
    settings.SECRET_KEY = "another key"
    assert Author(email="a@example.org").identicon != before
