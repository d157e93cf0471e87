"""A server that speaks S3, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from urllib.parse import urlsplit

import botocore.session
from moto.server import ThreadedMotoServer

KEY, SECRET, REGION = "key", "a/secret+1", "us-east-1"


class Store:
    """An object store with one bucket."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.endpoint, self.bucket = f"http://{host}:{port}", f"files-{token_hex(4)}"
        self.client = botocore.session.Session().create_client(
            "s3", REGION, endpoint_url=self.endpoint, aws_access_key_id=KEY, aws_secret_access_key=SECRET
        )
        self.client.create_bucket(Bucket=self.bucket)

    @property
    def url(self) -> str:
        """Its address, for STORAGE_URL."""
        return f"s3+http://{KEY}:{SECRET}@{urlsplit(self.endpoint).netloc}/{self.bucket}"

    @property
    def options(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "bucket": self.bucket, "region": REGION, "key": KEY, "secret": SECRET}

    def names(self) -> list[str]:
        """Return the names of all that lies in the bucket."""
        return [found["Key"] for found in self.client.list_objects_v2(Bucket=self.bucket).get("Contents", ())]

    def stop(self) -> None:
        """Be away: nothing listens at the address any more."""
        self.client.close()
        server = self._server._server
        if server is not None:
            self._server.stop()
            server.server_close()
            self._server._server = None


@contextmanager
def running() -> Iterator[Store]:
    store = Store()
    try:
        yield store
    finally:
        store.stop()
