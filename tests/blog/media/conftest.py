"""Fixtures of images."""

from collections.abc import Callable

import pytest

from blog.media import services
from blog.media.models import Image
from blog.organizations.models import Organization
from tests.blog.media.pictures import photo

type Shelve = Callable[..., Image]


@pytest.fixture
def shelve(organization: Organization) -> Shelve:
    """Put a picture on the organization's shelf; another each time."""
    seeds = iter(range(100))

    def add(content: bytes | None = None, *, on: Organization | None = organization, name: str = "a_photo.jpg") -> Image:
        return services.add_image(content or photo(seed=next(seeds)), organization=on, name=name)

    return add


@pytest.fixture
def image(shelve: Shelve) -> Image:
    return shelve()
