"""Caches outside, such as a CDN: where they are, and how each is told to forget pages.

All know pages by tags, and those of a page are the subjects that it shows (see `blog.changes`).
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from itertools import batched
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

type Service = Literal["varnish", "fastly", "cloudflare"]

ALL_PAGES = "site"  # the tag that every page has
TIMEOUT_SECONDS = 10
FASTLY, CLOUDFLARE = "https://api.fastly.com", "https://api.cloudflare.com"
TAGS_A_REQUEST = {"varnish": 200, "fastly": 256, "cloudflare": 30}  # the latter as the services say


LONGEST_TAGS = 12_000  # characters; Fastly and Cloudflare take 16 KB of headers
STALE_SECONDS = 60  # an answer that has run out, and has not changed since, is given while it is fetched anew


class PurgeError(Exception):
    """A cache was not reached, or did not do what it was told."""


@dataclass(frozen=True, slots=True)
class SharedCache:
    """A cache outside. `address` is where it takes requests; `name` is the service's or zone's; `key` opens it."""

    service: Service
    address: str
    name: str = ""
    key: str = ""

    def purge(self, tags: Collection[str]) -> None:
        """Let the cache forget what has one of some tags, in as many requests as that takes.

        Raises:
            PurgeError: when it cannot be told; some of the pages may be forgotten then.
        """
        for some in batched(sorted(tags), TAGS_A_REQUEST[self.service], strict=False):
            _send(self.request(some))

    def request(self, tags: Sequence[str]) -> Request:
        """Return the request that makes it forget.

        Varnish with its module xkey (https://github.com/varnish/varnish-modules, vmod_xkey), Fastly
        (https://www.fastly.com/documentation/reference/api/purging/), Cloudflare
        (https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/).
        """
        words = " ".join(tags)
        match self.service:
            case "varnish":
                return Request(self.address, headers={"xkey-purge": words}, method="PURGE")  # noqa: S310  # a setting
            case "fastly":
                headers = {"Fastly-Key": self.key, "Surrogate-Key": words, "Accept": "application/json"}
                return Request(f"{self.address}/service/{self.name}/purge", headers=headers, method="POST")  # noqa: S310  # as above
            case "cloudflare":
                headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
                body = json.dumps({"tags": tags}).encode()
                return Request(f"{self.address}/client/v4/zones/{self.name}/purge_cache", body, headers, method="POST")  # noqa: S310  # as above


def parse(url: str) -> SharedCache:
    """Return the cache that an address names: `varnish://host:port`, `fastly://key@service` or `cloudflare://token@zone`.

    Raises:
        ValueError: when it names none.
    """
    parts = urlsplit(url)
    match parts.scheme:
        case "varnish" if parts.hostname and not parts.username and parts.path in {"", "/"}:
            return SharedCache("varnish", f"http://{parts.netloc}/")
        case "fastly" if parts.hostname and parts.username:
            return SharedCache("fastly", FASTLY, parts.netloc.rpartition("@")[2], parts.username)
        case "cloudflare" if parts.hostname and parts.username:
            return SharedCache("cloudflare", CLOUDFLARE, parts.netloc.rpartition("@")[2], parts.username)
    raise ValueError(url)


def _send(request: Request) -> None:
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310  # as above
            response.read()
    except (OSError, HTTPException) as error:
        raise PurgeError(str(error)) from error


def headers_of(subjects: Collection[str], *, seconds: int) -> Iterator[tuple[str, str]]:
    """Yield the headers that let caches outside keep a page that shows some subjects.

    Browsers ask each time: nobody can make them forget. A page with more tags than a cache takes gets none of all this.
    """
    tags = [ALL_PAGES, *sorted(subjects)]
    if seconds <= 0 or sum(map(len, tags)) + len(tags) > LONGEST_TAGS:
        return
    yield "Cache-Control", f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={STALE_SECONDS}"
    yield "Surrogate-Key", " ".join(tags)
    yield "Cache-Tag", ",".join(tags)
