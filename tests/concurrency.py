"""Many actions at the same moment, each with a database connection of its own, on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

type Action = Callable[[], object]
type AtOnce = Callable[[list[Action]], list[Exception]]


@pytest.fixture
def at_once(transactional_db: None, tmp_path: Path) -> Iterator[AtOnce]:  # noqa: ARG001  # threads must see what is stored
    """Runs actions in threads that start together; returns what they raised.

    The suite's SQLite database is in memory and locks whole tables at once, so here it is copied into a file, as sites have it.
    """
    of_the_suite = connections["default"]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = tmp_path / "shared.sqlite3"
        with closing(sqlite3.connect(path)) as file:
            of_the_suite.connection.backup(file)
        name = str(path)
    else:
        name = of_the_suite.settings_dict["NAME"]

    def connect() -> None:
        connections["default"] = of_the_suite.copy()
        connections["default"].settings_dict["NAME"] = name

    def run_all(actions: list[Action]) -> list[Exception]:
        start, raised = Barrier(len(actions)), list[Exception]()

        def run(action: Action) -> None:
            connect()
            start.wait()
            try:
                action()
            except Exception as error:  # noqa: BLE001  # the test looks at it
                raised.append(error)
            finally:
                connections["default"].close()

        workers = [Thread(target=run, args=(action,)) for action in actions]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return raised

    connect()
    yield run_all
    connections["default"].close()
    connections["default"] = of_the_suite
