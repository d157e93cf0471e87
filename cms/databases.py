"""The site's databases: the one that all is written to, and perhaps a replica of it, from which public pages are read."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

from cms import environment

PRIMARY, REPLICA = "default", "replica"
POSTGRESQL = "django.db.backends.postgresql"


def databases(home: Path) -> dict[str, dict[str, Any]]:
    """Return what `DATABASE_URL`, `DATABASE_REPLICA_URL` and `DATABASE_POOL_SIZE` say.

    Raises:
        ImproperlyConfigured: when one of them is not usable, or wants PostgreSQL where there is none.
    """
    found: dict[str, dict[str, Any]] = {PRIMARY: environment.database("DATABASE_URL", home)}
    if environment.text("DATABASE_REPLICA_URL"):
        found[REPLICA] = environment.database("DATABASE_REPLICA_URL", home) | {"TEST": {"MIRROR": PRIMARY}}
    size = environment.whole_number("DATABASE_POOL_SIZE", 0, minimum=0, maximum=1000)
    given = [name for name, is_set in {"DATABASE_REPLICA_URL": REPLICA in found, "DATABASE_POOL_SIZE": size}.items() if is_set]
    if given and any(config["ENGINE"] != POSTGRESQL for config in found.values()):
        raise ImproperlyConfigured(f"{' and '.join(given)} needs PostgreSQL in DATABASE_URL.")
    return {alias: _pooled(config, size) if size else config for alias, config in found.items()}


def _pooled(config: dict[str, Any], size: int) -> dict[str, Any]:
    """Return a database whose connections are kept by a pool in each process and lent for a request."""
    pool = {"min_size": 1, "max_size": size}
    return config | {"CONN_MAX_AGE": 0, "OPTIONS": config.get("OPTIONS", {}) | {"pool": pool}}


def know_json(*, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Have Django not ask a new connection to SQLite whether it knows JSON: the search does not do without.

    It would ask in a transaction of its own, which waits for whoever writes, as the page that is being read would then.
    """
    if connection.vendor == "sqlite":
        connection.features.supports_json_field = True
