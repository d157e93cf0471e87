"""What the database has recorded since the last look, on a connection that does nothing else.

Both cost one exchange with the database and find every change that was committed before they ask, by whatever process.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connections

from blog.changes.models import EVERYTHING, Change

LOG = Change._meta.db_table
NOTHING: Collection[str] = ()


class Watcher(Protocol):
    """Tells of changes."""

    def news(self) -> Collection[str]:
        """Return the subjects that were changed since the last call; at the first, that everything was."""

    def close(self) -> None:
        """Give the connection up; the next look begins anew."""


def watcher() -> Watcher:
    """Return the watcher of the site's database."""
    return PostgresqlWatcher() if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" else SqliteWatcher()


class _Connected(ABC):
    """Keeps a connection, and the driver's own cursor: Django's would count, log and measure each look."""

    def __init__(self) -> None:
        self._wrapper: Any = None
        self._cursor: Any = None

    def close(self) -> None:
        """Close the connection."""
        wrapper, self._wrapper, self._cursor = self._wrapper, None, None
        if wrapper is not None and wrapper.connection is not None:
            wrapper.connection.close()

    def news(self) -> Collection[str]:
        """Return the subjects that were changed since the last call; at the first, that everything was.

        Raises:
            django.db.Error: when the database does not answer.
        """
        if self._cursor is None:
            self._wrapper = connections[DEFAULT_DB_ALIAS].copy()
            self._wrapper.settings_dict["OPTIONS"].pop("pool", None)  # this one is never given back
            self._wrapper.connect()
            with self._wrapper.wrap_database_errors:
                self._begin(self._wrapper.connection)
            return (EVERYTHING,)
        with self._wrapper.wrap_database_errors:
            return self._look()

    @abstractmethod
    def _begin(self, connection: Any) -> None:
        """Make the cursor, and take note of where the record stands."""

    @abstractmethod
    def _look(self) -> Collection[str]:
        """Return what has changed since the last look."""


class SqliteWatcher(_Connected):
    """Asks SQLite for its `data_version`, which is another one whenever another connection has committed anything.

    It takes 9 µs and reads no page of the file (https://www.sqlite.org/pragma.html#pragma_data_version).
    """

    def __init__(self) -> None:
        super().__init__()
        self._version = self._seen = -1

    def _begin(self, connection: Any) -> None:
        self._cursor = connection.cursor()
        self._version = self._data_version()
        self._seen = self._cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {LOG}").fetchone()[0]  # noqa: S608  # a constant

    def _look(self) -> Collection[str]:
        version = self._data_version()
        if version == self._version:
            return NOTHING
        # The version first: what is committed in between is found now, and looked for once more the next time.
        rows = self._cursor.execute(f"SELECT id, subject FROM {LOG} WHERE id > ?", (self._seen,)).fetchall()  # noqa: S608  # as above
        self._version = version
        self._seen = max((number for number, _subject in rows), default=self._seen)
        return {subject for _number, subject in rows}

    def _data_version(self) -> int:
        return int(self._cursor.execute("PRAGMA data_version").fetchone()[0])


class PostgresqlWatcher(_Connected):
    """Asks PostgreSQL for the rows of those transactions that the snapshot before could not see.

    A snapshot sees every transaction below its `xmin`, so whatever it did not see bears that number or a higher one. NOTIFY
    would cost no exchange, but arrives some time after the commit: a reader who was told "saved" could be earlier.
    """

    QUERY = (
        f"SELECT pg_snapshot_xmin(snapshot)::text::bigint, ARRAY(SELECT transaction_id || ' ' || subject FROM {LOG} "  # noqa: S608  # as above
        "WHERE transaction_id >= %s) FROM pg_current_snapshot() AS snapshot"
    )

    def __init__(self) -> None:
        super().__init__()
        self._lowest_unseen = 0
        self._known: set[str] = set()

    def _begin(self, connection: Any) -> None:
        from psycopg import Cursor  # noqa: PLC0415  # SQLite does without

        self._cursor = Cursor(connection)  # Django's own binds values itself, and could prepare nothing
        self._lowest_unseen, self._known = 0, set()
        self._known = self._unseen()

    def _look(self) -> Collection[str]:
        rows = self._unseen()
        if not rows:
            self._known = rows
            return NOTHING
        # What a longer transaction keeps above `xmin` is read again, and is no news then.
        news, self._known = {row.partition(" ")[2] for row in rows - self._known}, rows
        return news

    def _unseen(self) -> set[str]:
        self._lowest_unseen, rows = self._cursor.execute(self.QUERY, (self._lowest_unseen,), prepare=True).fetchone()
        return set(rows)
