"""What a migration needs of the memory."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import pre_migrate

IN_FILES, IN_MEMORY = 1, 2  # https://www.sqlite.org/pragma.html#pragma_temp_store


@pytest.fixture
def _memory_afterwards(transactional_db: None) -> Iterator[None]:  # noqa: ARG001  # within a transaction it cannot be chosen
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = MEMORY")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts in a process of its own")
@pytest.mark.parametrize(("plan", "place"), [([("a migration", False)], IN_FILES), ([], IN_MEMORY)])
@pytest.mark.usefixtures("_memory_afterwards")
def test_sqlite_sorts_in_files_where_something_migrates(plan: list[object], place: int) -> None:
    pre_migrate.send(apps.get_app_config("changes"), using="default", plan=plan)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store")
        assert cursor.fetchone() == (place,)
