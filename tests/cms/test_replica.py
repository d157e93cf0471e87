"""Which requests are read from a replica, and that none is older than what was written."""

import os
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse  # noqa: TID251  # views of the test
from django.test import RequestFactory

from blog.changes.kept import kept
from blog.posts.models import Post
from cms import replica
from cms.databases import PRIMARY, REPLICA, databases
from cms.replica import ReplicaMiddleware, Router
from tests.cms.serving import fill, served, set_up

ROUTER = Router()
WAIT_SECONDS = 30
STANDBY = os.environ.get("CI_REPLICA_URL", "")


def reads_from() -> str:
    return ROUTER.db_for_read(Post)


@kept("page")
def public(request: HttpRequest) -> HttpResponse:
    said = [reads_from()]
    if request.GET.get("write"):
        said += [ROUTER.db_for_write(Post), reads_from()]
    return HttpResponse(" ".join(said))


def own(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(reads_from())


def ask(request: HttpRequest, view: Any = public, middleware: ReplicaMiddleware | None = None) -> str:
    """Return what a view says, asked as Django asks it."""
    asked = middleware or ReplicaMiddleware(lambda _request: HttpResponse())

    def get_response(request: HttpRequest) -> HttpResponse:
        return asked.process_view(request, view, (), {}) or view(request)

    asked.get_response = get_response
    return asked(request).text


@pytest.fixture
def caught_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the replica says of itself: whether it has caught up, or an error; the last for ever."""
    answers: list[Any] = [True]

    def has_caught_up() -> bool:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    monkeypatch.setattr(replica, "has_caught_up", has_caught_up)
    monkeypatch.setattr(replica, "connections", {REPLICA: connection.copy()})
    return answers


@pytest.mark.usefixtures("caught_up")
def test_pages_for_everybody_are_read_from_the_replica_and_nothing_else_is(rf: RequestFactory) -> None:
    assert ask(rf.get("/")) == ask(rf.head("/")) == REPLICA
    assert ask(rf.post("/")) == ask(rf.get("/"), own) == PRIMARY
    assert ask(rf.get("/", headers={"Cookie": "sessionid=abc"})) == PRIMARY
    assert ask(rf.get("/", headers={"Authorization": "Basic abc"})) == PRIMARY
    assert reads_from() == PRIMARY


@pytest.mark.usefixtures("caught_up")
def test_what_is_read_after_a_write_is_the_primary_s(rf: RequestFactory) -> None:
    assert ask(rf.get("/?write=1")) == f"{REPLICA} {PRIMARY} {PRIMARY}"
    assert reads_from() == PRIMARY


def test_a_replica_that_is_behind_is_not_read(rf: RequestFactory, caught_up: list[Any]) -> None:
    caught_up[:] = [False, True]
    assert [ask(rf.get("/")) for _time in range(2)] == [PRIMARY, REPLICA]


def test_a_replica_that_fails_is_left_alone_for_a_while(
    rf: RequestFactory, caught_up: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    middleware, clock = ReplicaMiddleware(lambda _request: HttpResponse()), [100.0]
    monkeypatch.setattr(replica, "monotonic", lambda: clock[0])
    caught_up[:] = [OperationalError("gone"), True]
    assert [ask(rf.get("/"), middleware=middleware) for _time in range(2)] == [PRIMARY, PRIMARY]
    assert caplog.text.count("replica.unusable") == 1
    clock[0] += replica.PAUSE_SECONDS
    assert ask(rf.get("/"), middleware=middleware) == REPLICA


@pytest.mark.usefixtures("caught_up")
def test_a_page_on_which_the_replica_fails_is_read_from_the_primary(rf: RequestFactory) -> None:
    @kept()
    def failing(_request: HttpRequest) -> HttpResponse:
        if reads_from() == REPLICA:
            raise OperationalError("canceling statement due to conflict with recovery")
        return HttpResponse(reads_from())

    assert ask(rf.get("/"), failing) == PRIMARY


def test_tables_are_made_in_the_primary_alone() -> None:
    assert ROUTER.allow_migrate(PRIMARY, "posts")
    assert not ROUTER.allow_migrate(REPLICA, "posts")
    assert ROUTER.allow_relation(Post(), Post())


@pytest.mark.parametrize("name", ["DATABASE_REPLICA_URL", "DATABASE_POOL_SIZE"])
def test_sqlite_has_neither_replica_nor_pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, {"DATABASE_POOL_SIZE": "5"}.get(name, "postgres://gazette@db2/gazette"))
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} needs PostgreSQL in DATABASE_URL\.$"):
        databases(tmp_path)


def test_a_pool_lends_connections_for_a_request(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://gazette@db1/gazette?sslmode=require")
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://gazette@db2/gazette")
    monkeypatch.setenv("DATABASE_POOL_SIZE", "7")
    found = databases(tmp_path)
    assert [found[alias]["HOST"] for alias in (PRIMARY, REPLICA)] == ["db1", "db2"]
    for config in found.values():
        assert (config["CONN_MAX_AGE"], config["OPTIONS"]["pool"]["max_size"]) == (0, 7)
    assert found[PRIMARY]["OPTIONS"]["sslmode"] == "require"


@pytest.fixture(scope="module")
def primary_url() -> Iterator[str]:
    """A database of its own on the server that the standby follows."""
    import psycopg  # noqa: PLC0415  # SQLite does without

    given, name = os.environ["DATABASE_URL"], f"replicated_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.skipif(not STANDBY, reason="CI_REPLICA_URL names no standby of the server in DATABASE_URL")
def test_a_site_with_a_standby_reads_from_it_and_is_never_behind(primary_url: str, tmp_path: Path) -> None:
    import psycopg  # noqa: PLC0415  # as above

    replica_url = urlsplit(STANDBY)._replace(path=urlsplit(primary_url).path).geturl()
    environment = {"DATABASE_URL": primary_url, "DATABASE_REPLICA_URL": replica_url, "DATABASE_POOL_SIZE": "6"}
    set_up(tmp_path, DATABASE_URL=primary_url)
    fill(tmp_path, DATABASE_URL=primary_url)
    until = monotonic() + WAIT_SECONDS
    with (
        psycopg.connect(primary_url, autocommit=True) as primary,
        psycopg.connect(replica_url, autocommit=True) as standby,
        served(tmp_path, WORKERS="2", PAGE_CACHE_MEGABYTES="0", **environment) as site,
    ):
        title = "UPDATE posts_post SET title = %s WHERE slug = 'a-post'"

        def shows(words: str) -> bool:
            primary.execute(title, [words])
            return words.encode() in site.get("/posts/a-post/")[1]

        def is_read() -> bool:
            query = "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%FROM \"posts_%'"
            return standby.execute(query).fetchone() != (0,)

        assert all(shows(f"Title {number}") for number in range(20))
        while not is_read() and monotonic() < until:
            assert site.get("/posts/a-post/")[0].status == HTTPStatus.OK
        assert is_read()
        standby.execute("SELECT pg_wal_replay_pause()")
        try:
            assert all(shows(f"Paused {number}") for number in range(5))
        finally:
            standby.execute("SELECT pg_wal_replay_resume()")
        assert all(shows(f"Resumed {number}") for number in range(5))
