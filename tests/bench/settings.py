"""The site's settings as a benchmark runs it: a site of its own, its database in a file as sites have it.

It is empty and goes with the benchmark, unless the folder `BENCH_HOME` keeps one.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

KEPT = os.environ.get("BENCH_HOME")
HOME = Path(KEPT or tempfile.mkdtemp(prefix="gazette-bench-"))
if not KEPT:
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
Path(HOME, "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where nothing was collected
os.environ |= {
    "GAZETTE_HOME": str(HOME),
    "SECRET_KEY": "a key for benchmarks only",
    "DEBUG": "0",
    "SITE_URL": "http://testserver",
}

from cms.settings import *  # noqa: E402, F403  # after the environment is set
from cms.settings import DATABASES  # noqa: E402

if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "bench.sqlite3")}  # Django's default, in memory, would flatter
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
