"""Answers as they are kept: whole, in every encoding that somebody has asked for (RFC 9110)."""

import gzip
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import brotli  # type: ignore[import-untyped]  # it is not annotated

from cms.pagecache.questions import Question

type Headers = list[tuple[str, str]]
type Start = Callable[[str, Headers], Any]

OK = "200 "
GZIP, BROTLI, IDENTITY = "gzip", "br", "identity"
SHORTEST_COMPRESSED = 200  # bytes; as Django's GZipMiddleware has it
GZIP_LEVEL, BROTLI_QUALITY = 6, 5  # 44 KB of a page in 1 ms each; the highest levels take 50 times that for a tenth less
OVERHEAD_BYTES = 2_000  # what an answer takes beside its bodies: headers, key, subjects
# What Django's ConditionalGetMiddleware leaves in a 304, and what SecurityMiddleware, which stands around it, adds.
IN_NOT_MODIFIED = frozenset(
    {"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"}
    | {"cross-origin-opener-policy", "referrer-policy", "strict-transport-security", "x-content-type-options"}
    | {"access-control-allow-origin", "access-control-expose-headers"}  # of the API
    | {"surrogate-key", "cache-tag"}
)
COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {
    GZIP: lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
    BROTLI: lambda body: bytes(brotli.compress(body, quality=BROTLI_QUALITY)),
}


class Answer:
    """A whole answer; `subjects` is what it depends on, `until` when it changes by itself, `size` what it takes of memory."""

    __slots__ = ("_headers", "_not_modified", "_ready", "etag", "is_compressible", "key", "size", "status", "subjects", "until")

    def __init__(
        self, key: Question, status: str, headers: Headers, body: bytes, *, subjects: Collection[str], until: datetime | None
    ) -> None:
        self.key, self.status, self.subjects, self.until = key, status, subjects, until
        named = {name.lower(): value for name, value in headers}
        self.etag = named.get("etag", "")
        self.is_compressible = len(body) >= SHORTEST_COMPRESSED and "accept-encoding" in named.get("vary", "").lower()
        self._headers = [(name, value) for name, value in headers if name.lower() not in {"content-length", "etag"}]
        self._not_modified = [(name, value) for name, value in headers if name.lower() in IN_NOT_MODIFIED]
        self._ready: dict[str, tuple[Headers, bytes]] = {IDENTITY: (self._with_length(body, self.etag), body)}
        self.size = len(body) + OVERHEAD_BYTES

    def with_headers(self, headers: Headers) -> "Answer":
        """Return the same answer with more headers."""
        own, body = self._ready[IDENTITY]
        return Answer(self.key, self.status, [*own, *headers], body, subjects=self.subjects, until=self.until)

    @property
    def is_ok(self) -> bool:
        """Whether it is a page."""
        return self.status.startswith(OK)

    def give(self, environ: Mapping[str, Any], start_response: Start) -> tuple[list[bytes], int]:
        """Begin the response and return its body, and how many bytes the answer has grown by."""
        if self.etag and (known := environ.get("HTTP_IF_NONE_MATCH")) and _names(known, self.etag):
            start_response(_NOT_MODIFIED, list(self._not_modified))
            return [], 0
        encoding = preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressible else IDENTITY
        ready, growth = self._ready.get(encoding), 0
        if ready is None:
            ready = self._compressed(encoding)
            growth = len(ready[1])
        headers, body = ready
        start_response(self.status, list(headers))
        return ([] if environ["REQUEST_METHOD"] == "HEAD" else [body]), growth

    def _compressed(self, encoding: str) -> tuple[Headers, bytes]:
        body = COMPRESSORS[encoding](self._ready[IDENTITY][1])
        etag = self.etag if self.etag.startswith("W/") or not self.etag else f"W/{self.etag}"
        ready = ([*self._with_length(body, etag), ("Content-Encoding", encoding)], body)
        self._ready[encoding] = ready
        return ready

    def _with_length(self, body: bytes, etag: str) -> Headers:
        return [*self._headers, ("Content-Length", str(len(body))), *([("ETag", etag)] if etag else [])]


_NOT_MODIFIED = f"{HTTPStatus.NOT_MODIFIED.value} {HTTPStatus.NOT_MODIFIED.phrase}"


def _names(condition: str, etag: str) -> bool:
    """Say whether an If-None-Match names an entity tag; weak ones match as well (RFC 9110, 13.1.2)."""
    if condition.strip() == "*":
        return True
    plain = etag.removeprefix("W/")
    return any(named.strip().removeprefix("W/") == plain for named in condition.split(","))


@lru_cache(maxsize=256)
def preferred_encoding(accepted: str) -> str:
    """Return the encoding for an Accept-Encoding: Brotli, else gzip, unless the browser ranks them otherwise."""
    weights = dict(_weights(accepted))
    anything = weights.get("*", 0.0)
    ranked = {encoding: weights.get(encoding, anything) for encoding in (BROTLI, GZIP)}
    best = max(ranked, key=lambda encoding: ranked[encoding])  # of equals the first
    return best if ranked[best] > 0 and ranked[best] >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weights(accepted: str) -> list[tuple[str, float]]:
    found = []
    for part in accepted.lower().split(","):
        coding, _semicolon, parameter = (piece.strip() for piece in part.partition(";"))
        name, _equals, value = parameter.partition("=")
        try:
            weight = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weight = 0.0
        found.append((coding, weight))
    return found
