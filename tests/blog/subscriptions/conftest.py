"""The moment at which these tests stand, and somebody who subscribes."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.blog.subscriptions.samples import NOW


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
