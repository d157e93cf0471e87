"""Caches outside: what allows them to keep a page, and how they are told to forget it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings

from cms import environment, tasks
from cms.shared_caches import ALL_PAGES, LONGEST_TAGS, PurgeError, SharedCache, headers_of, parse


class FakeCache(ThreadingHTTPServer):
    """Keeps what it was told, and answers with `status`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[str, str, dict[str, str], str]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: FakeCache

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.told.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PURGE = answer  # noqa: N815  # the base class's names

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def fake() -> Iterator[FakeCache]:
    server = FakeCache()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_varnish_is_told_the_tags_in_a_purge(fake: FakeCache) -> None:
    SharedCache("varnish", f"{fake.address}/").purge({"post:5", "listing"})
    [(method, path, headers, body)] = fake.told
    assert (method, path, headers["xkey-purge"], body) == ("PURGE", "/", "listing post:5", "")


def test_fastly_is_told_the_tags_of_a_service_with_its_key(fake: FakeCache) -> None:
    SharedCache("fastly", fake.address, "service1", "secret").purge({"post:5", "listing"})
    [(method, path, headers, _body)] = fake.told
    assert (method, path) == ("POST", "/service/service1/purge")
    assert (headers["fastly-key"], headers["surrogate-key"]) == ("secret", "listing post:5")


def test_cloudflare_is_told_the_tags_of_a_zone_with_its_token(fake: FakeCache) -> None:
    SharedCache("cloudflare", fake.address, "zone1", "secret").purge({"post:5", "listing"})
    [(method, path, headers, body)] = fake.told
    assert (method, path, headers["authorization"]) == ("POST", "/client/v4/zones/zone1/purge_cache", "Bearer secret")
    assert body == '{"tags": ["listing", "post:5"]}'


@pytest.mark.parametrize(("service", "requests"), [("varnish", 3), ("fastly", 2), ("cloudflare", 17)])
def test_many_tags_go_in_as_many_requests_as_the_service_takes(fake: FakeCache, service: Any, requests: int) -> None:
    SharedCache(service, fake.address, "a", "b").purge({f"post:{number}" for number in range(500)})
    assert len(fake.told) == requests
    words = " ".join(str(told) for told in fake.told)
    assert all(f"post:{number}" in words for number in range(500))


def test_a_cache_that_refuses_or_is_not_there_is_an_error(fake: FakeCache) -> None:
    fake.status = 403
    with pytest.raises(PurgeError, match="403"):
        SharedCache("varnish", fake.address).purge({"a"})
    with pytest.raises(PurgeError):
        SharedCache("varnish", "http://127.0.0.1:1/").purge({"a"})


def test_addresses_name_a_cache() -> None:
    assert parse("varnish://127.0.0.1:6081") == SharedCache("varnish", "http://127.0.0.1:6081/")
    assert parse("fastly://key@Service1") == SharedCache("fastly", "https://api.fastly.com", "Service1", "key")
    assert parse("cloudflare://token@zone") == SharedCache("cloudflare", "https://api.cloudflare.com", "zone", "token")


@pytest.mark.parametrize(
    "value", ["nginx://a", "varnish://", "fastly://service", "cloudflare://:x@", "varnish://u:p@host", "a"]
)
def test_any_other_address_stops_the_start_without_telling_a_secret(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PURGE_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"^PURGE_URL is not usable; it accepts varnish://host:port"):
        environment.shared_cache("PURGE_URL")
    monkeypatch.delenv("PURGE_URL")
    assert environment.shared_cache("PURGE_URL") is None


def test_the_headers_name_every_subject_and_how_long() -> None:
    named = dict(headers_of({"post:5", "listing"}, seconds=600))
    assert named == {
        "Cache-Control": "public, max-age=0, s-maxage=600, stale-while-revalidate=60",
        "Surrogate-Key": f"{ALL_PAGES} listing post:5",
        "Cache-Tag": f"{ALL_PAGES},listing,post:5",
    }


def test_a_page_that_no_tags_can_describe_or_that_changes_at_once_is_kept_nowhere() -> None:
    many = {f"post:{number:06d}" for number in range(LONGEST_TAGS // 12)}
    assert list(headers_of(many, seconds=600)) == []
    assert list(headers_of({"post:1"}, seconds=0)) == list(headers_of({"post:1"}, seconds=-5)) == []


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, list[str], int]]:
    """What is tried again: after how many seconds, which tags, the number of the attempt."""
    found: list[tuple[float, list[str], int]] = []

    class Later:
        def __init__(self, run_after: Any) -> None:
            self.seconds = (run_after - timezone.now()).total_seconds()

        def enqueue(self, tags: list[str], attempt: int) -> None:
            found.append((round(self.seconds), tags, attempt))

    monkeypatch.setattr(type(tasks.purge), "using", lambda _task, *, run_after: Later(run_after))
    return found


def test_what_fails_is_tried_again_ever_more_slowly(
    fake: FakeCache, settings: Settings, planned: list[tuple[float, list[str], int]]
) -> None:
    settings.SHARED_CACHE, fake.status = SharedCache("varnish", fake.address), 503
    for attempt in (1, 2, 12):
        tasks.purge.func(["post:5"], attempt)
    assert planned == [(2, ["post:5"], 2), (4, ["post:5"], 3), (300, ["post:5"], 13)]
    with pytest.raises(PurgeError):  # at the end the task counts as failed
        tasks.purge.func(["post:5"], tasks.MOST_ATTEMPTS)
    fake.status = 200
    tasks.purge.func(["post:5"])
    assert len(planned) == 3


def test_without_a_cache_outside_a_task_that_was_left_over_does_nothing(settings: Settings) -> None:
    settings.SHARED_CACHE = None
    tasks.purge.func(["post:5"])
