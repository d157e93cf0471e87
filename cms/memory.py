"""What is kept out of the memory of the site's processes."""

import sys
from typing import Any

from django.db import connections


def leave_out(package: str) -> None:
    """Have the import system say that a package is not there, unless it is loaded already.

    For those that others load where they find them, do without where they do not, and that nothing here uses.
    """
    sys.modules.setdefault(package, None)  # type: ignore[arg-type]  # docs.python.org/3/reference/import.html, the module cache


def sort_in_files(*, using: str, plan: list[Any] | None = None, **_signal: Any) -> None:
    """Have SQLite keep in files what it sorts and sets aside, until a command that migrates has ended.

    Pages sort little, and do so in memory. Making the table of a million posts anew sets 3 GB aside.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite" and not connection.in_atomic_block:  # within a transaction it cannot be chosen
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = FILE")
