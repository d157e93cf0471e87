"""Fixtures of the outbox."""

from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import Settings

from tests.blog.mailing.outbox import NOW, SERVER, Server


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server(settings: Settings) -> Iterator[type[Server]]:
    settings.MAILERS = SERVER
    Server.reset()
    yield Server
    Server.reset()


@pytest.fixture
def queue(settings: Settings) -> None:
    """A queue that can wait: tasks are kept in the database, as on a running site, and nothing runs by itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
