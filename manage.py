#!/usr/bin/env python
"""Gazette's command line: `python manage.py help` lists what it can do.

The file keeps to syntax that every Python 3 understands, so that a Python that is too old can still say so.
"""

import os
import sys

MINIMUM_PYTHON = (3, 12)
OURS = ("cms", "blog")


def main():
    """Run one management command; what stands in its way is said in one line."""
    if sys.version_info < MINIMUM_PYTHON:
        sys.exit(
            "Gazette needs Python %d.%d or newer and this is Python %d.%d: "
            "run `make run`, which looks for a newer one." % (MINIMUM_PYTHON + tuple(sys.version_info[:2]))
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db.utils import OperationalError, ProgrammingError
    except ModuleNotFoundError as missing:
        sys.exit(explain_missing_module(missing))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit("Settings: %s" % error)
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            "Database: %s. Run `python manage.py migrate` if its tables are not up to date, "
            "or check that it runs and that DATABASE_URL is right." % str(error).strip().splitlines()[0]
        )
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] in OURS:
            raise
        sys.exit(explain_missing_module(missing))


def explain_missing_module(missing):
    """Say which package is missing from this Python and how to get it."""
    return (
        "Gazette's requirements are not all installed in %s (no module named %r): "
        "run `make run`, or `%s -m pip install -r requirements.txt`." % (sys.executable, missing.name, sys.executable)
    )


if __name__ == "__main__":
    main()
