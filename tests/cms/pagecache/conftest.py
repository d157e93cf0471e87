"""Fixtures of the page cache's tests."""

import pytest

from tests.cms.pagecache.asking import Asker, Cached, cached, django


@pytest.fixture
def ask(db: None) -> Cached:  # noqa: ARG001  # the fixture opens the database
    """Asks the site behind the page cache."""
    return cached()


@pytest.fixture
def ask_django(db: None) -> Asker:  # noqa: ARG001  # as above
    """Asks the site itself."""
    return Asker(django())
