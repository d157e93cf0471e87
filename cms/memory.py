"""What is kept out of the memory of every process of the site."""

import sys


def leave_out(package: str) -> None:
    """Have the import system say that a package is not there, unless it is loaded already.

    For those that others load where they find them, do without where they do not, and that nothing here uses.
    """
    sys.modules.setdefault(package, None)  # type: ignore[arg-type]  # docs.python.org/3/reference/import.html, the module cache
