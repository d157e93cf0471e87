"""What a migration needs of the memory."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import pre_migrate

IN_FILES, IN_MEMORY = 1, 2  # https://www.sqlite.org/pragma.html#pragma_temp_store


@pytest.fixture
def _in_memory(transactional_db: None) -> Iterator[None]:  # noqa: ARG001  # within a transaction it cannot be chosen
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store")
        (place,) = cursor.fetchone()
        cursor.execute("PRAGMA temp_store = MEMORY")
        yield
        cursor.execute(f"PRAGMA temp_store = {place}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts in a process of its own")
@pytest.mark.parametrize(("plan", "place"), [([("a migration", False)], IN_FILES), ([], IN_MEMORY)])
@pytest.mark.usefixtures("_in_memory")
def test_sqlite_sorts_in_files_where_something_migrates(plan: list[object], place: int) -> None:
    pre_migrate.send(apps.get_app_config("changes"), using="default", plan=plan)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store")
        assert cursor.fetchone() == (place,)
