"""The moment at which the tests of the workflow stand."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
