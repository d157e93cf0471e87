"""Fixtures of files in a bucket."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage, storages
from pytest_django import Settings

from cms.views import reason_away
from tests import s3

BUCKET = "blog.storage.bucket.BucketStorage"


@pytest.fixture(scope="session")
def server() -> Iterator[s3.Store]:
    with s3.running() as store:
        yield store


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    """Let nobody have asked whether files can be reached."""
    reason_away.cache_clear()


@pytest.fixture
def store(server: s3.Store, settings: Settings) -> Iterator[s3.Store]:
    """Let the site's files lie in an empty bucket."""
    for name in server.names():
        server.client.delete_object(Bucket=server.bucket, Key=name)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": BUCKET, "OPTIONS": server.options}}
    yield server
    storages["default"].close()  # type: ignore[attr-defined]  # a bucket


@pytest.fixture
def away(settings: Settings) -> str:
    """Let the site's files lie in a bucket at whose address nothing listens, and return its name."""
    options = {"endpoint": "http://127.0.0.1:9", "bucket": "files", "region": "x", "key": "a", "secret": "b"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": BUCKET, "OPTIONS": options}}
    return str(default_storage)
