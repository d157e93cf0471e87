"""Where the site's files lie, as STORAGE_URL says: in the folder `media` of GAZETTE_HOME, or in a bucket."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cms import environment

NAME = "STORAGE_URL"
ACCEPTS = (
    "s3://KEY:SECRET@host/bucket?region=eu-central-1 (s3+http:// without TLS, /bucket/folder for a part of the bucket, "
    "style=virtual where a store wants its name in the host)"
)
FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
BUCKET = "blog.storage.bucket.BucketStorage"
_ADDRESS = re.compile(
    r"s3(?P<plain>\+http)?://(?P<key>[^:@/\s]+):(?P<secret>[^:@\s]+)@(?P<host>[\w.-]+|\[[0-9a-f:.]+\])(?P<port>:[0-9]{1,5})?"
    r"/(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<folder>(/[\w.-]+)*)/?(\?(?P<options>[^#\s]*))?",
    re.ASCII | re.IGNORECASE,
)
_OPTIONS = {"region": re.compile(r"[\w-]+", re.ASCII), "style": re.compile("auto|path|virtual")}
ANY_REGION = "us-east-1"  # what stores without regions expect in a signature


def storage() -> dict[str, Any]:
    """Return the entry of STORAGES for the site's files.

    Raises:
        ImproperlyConfigured: when STORAGE_URL names no bucket; the value is not repeated, it holds a secret.
    """
    if not environment.text(NAME):
        return FOLDER
    return {"BACKEND": BUCKET, "OPTIONS": environment.url_config(NAME, "", parse, ACCEPTS)}


def parse(url: str) -> dict[str, str]:
    """Return what a bucket's address says. A secret may hold `/` and `+` as they are, or any character as %XX.

    Raises:
        ValueError: when it names no bucket.
    """
    found = _ADDRESS.fullmatch(url)
    if found is None:
        raise ValueError(NAME)
    options = dict(parse_qsl(found["options"] or "", keep_blank_values=True, strict_parsing=bool(found["options"])))
    if any(name not in _OPTIONS or not _OPTIONS[name].fullmatch(value) for name, value in options.items()):
        raise ValueError(NAME)
    endpoint = f"http{'' if found['plain'] else 's'}://{found['host']}{found['port'] or ''}"
    if urlsplit(endpoint).port == 0:  # which refuses those above 65535
        raise ValueError(NAME)
    return {
        "endpoint": endpoint,
        "bucket": found["bucket"],
        "folder": found["folder"].strip("/"),
        "key": unquote(found["key"]),
        "secret": unquote(found["secret"]),
        "region": options.get("region", ANY_REGION),
        "style": options.get("style", "auto"),
    }
