"""A bucket of an S3-compatible object store, as Django's storage. Loaded only where STORAGE_URL names one.

It stands on botocore alone: one client for all threads of a process, and one request to read a file. django-storages makes a
client for each thread, of 9 MB each, and asks three times.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from blog.storage.errors import StorageAwayError

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 20, 2  # somebody waits for the page
NOT_THERE = {"NoSuchKey", "404"}  # the latter where the answer has no body (HEAD)


class BucketStorage(Storage):
    """Files of a bucket, perhaps all below a folder of it. Nothing in it becomes public: the site hands out what may be."""

    def __init__(
        self, *, endpoint: str, bucket: str, region: str, key: str, secret: str, folder: str = "", style: str = "auto"
    ) -> None:
        self.endpoint, self.bucket, self.region, self.style = endpoint, bucket, region, style
        self._key, self._secret = key, secret
        self._prefix = f"{folder}/" if folder else ""
        self._connecting = Lock()

    def __str__(self) -> str:
        return f"the bucket {self.bucket} at {self.endpoint}"

    @property
    def client(self) -> Any:
        """The client of this process; made once, it serves all threads."""
        with self._connecting:
            return self._client

    @cached_property
    def _client(self) -> Any:
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            s3={"addressing_style": self.style},
            request_checksum_calculation="when_required",  # stores other than Amazon's do not all know the newer checksums
            response_checksum_validation="when_required",
        )
        return botocore.session.Session().create_client(
            "s3",
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            config=config,
        )

    @contextmanager
    def _asking(self, name: str = "") -> Iterator[dict[str, str]]:
        """Give what names the bucket, or a file in it, in a request, and translate what can go wrong.

        Raises:
            FileNotFoundError: when the bucket answers that it has no such file.
            StorageAwayError: when it does not answer, or refuses.
        """
        try:
            yield {"Bucket": self.bucket} | ({"Key": self._prefix + name} if name else {})
        except ClientError as error:
            if name and error.response["Error"].get("Code") in NOT_THERE:
                raise FileNotFoundError(name) from error
            raise StorageAwayError(str(error)) from error
        except BotoCoreError as error:
            raise StorageAwayError(str(error)) from error

    def check(self) -> None:
        """See that the bucket answers, and lets these keys see what is in it.

        Raises:
            StorageAwayError: when it does not.
        """
        with self._asking() as where:
            self.client.list_objects_v2(**where, Prefix=self._prefix, MaxKeys=1)

    def close(self) -> None:
        """Close the connections that were made; the client stays, and makes others. Processes that are forked share none."""
        self.client.close()

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:  # noqa: ARG002  # files are read, or stored whole
        with self._asking(name) as where:
            return ContentFile(self.client.get_object(**where)["Body"].read(), name=name)

    def _save(self, name: str, content: File[Any]) -> str:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        with self._asking(name) as where:
            self.client.put_object(**where, Body=content.read(), ContentType=kind)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002  # Django's signature
        """Return the name: it says what is in the file, and a bucket puts whole files in place."""
        return name

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is no error, and a folder goes with its last file."""
        with self._asking(name) as where:
            self.client.delete_object(**where)

    def exists(self, name: str) -> bool:
        """Return whether there is a file of this name."""
        try:
            self._described(name)
        except FileNotFoundError:
            return False
        return True

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files in a folder."""
        prefix = f"{self._prefix}{path}/" if path else self._prefix
        folders: list[str] = []
        files: list[str] = []
        with self._asking() as where:
            for page in self.client.get_paginator("list_objects_v2").paginate(**where, Prefix=prefix, Delimiter="/"):
                folders += [found["Prefix"][len(prefix) : -1] for found in page.get("CommonPrefixes", ())]
                files += [found["Key"][len(prefix) :] for found in page.get("Contents", ()) if found["Key"] != prefix]
        return folders, files

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return int(self._described(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was stored."""
        stored_at: datetime = self._described(name)["LastModified"]
        return stored_at

    def _described(self, name: str) -> dict[str, Any]:
        with self._asking(name) as where:
            described: dict[str, Any] = self.client.head_object(**where)
            return described
