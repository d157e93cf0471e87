"""`manage.py serve`, as an operator runs it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import brotli  # type: ignore[import-untyped]  # it is not annotated
import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from granian.server import Server
from pytest_django import Settings

from cms import server
from cms.processes import WatchedProcess

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = STOP_SECONDS = 30
UNUSED_STATIC_FILES = ("admin", "unfold", "django_prose_editor", "rest_framework", "js_asset")  # compressing them takes long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site that is served by processes of its own."""

    port: int
    process: subprocess.Popen[str]

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def stylesheet(self) -> str:
        found = re.search(r'href="(/static/[^"]+\.css)"', self.get("/")[1].decode())
        assert found
        return found[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    ignored = [option for name in UNUSED_STATIC_FILES for option in ("--ignore", name)]
    for command in (["migrate"], ["collectstatic", "--noinput", *ignored]):
        with manage(folder, *command, "--verbosity", "0") as process:
            assert process.wait(START_SECONDS) == 0
    return folder


def manage(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    passed_on = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments]
    environment = passed_on | environment | {"GAZETTE_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603  # ours


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """Serve the site, and see that it ends."""
    port = free_port()
    with manage(home, "serve", PORT=str(port), WORKERS="2") as process:
        try:
            wait_until_it_listens(port, process)
            yield Site(port=port, process=process)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    with served(home) as site:
        yield site


def wait_until_it_listens(port: int, process: subprocess.Popen[str]) -> None:
    until = monotonic() + START_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            Event().wait(0.02)
        else:
            return
    raise AssertionError("the site does not answer")


def processes_below(parent: int) -> dict[int, str]:
    """Return the command lines of all processes that descend from one."""
    found: dict[int, str] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                pid = int(status.parent.name)
                found |= {pid: (status.parent / "cmdline").read_text().replace("\0", " ")} | processes_below(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return found


def test_the_site_answers(site: Site) -> None:
    response, body = site.get("/")
    assert response.status == 200
    assert b"<h1" in body
    assert site.get("/health/ready")[0].status == 200


def test_a_page_is_compressed(site: Site) -> None:
    response, _body = site.get("/", Accept_Encoding="gzip")
    assert response.getheader("Content-Encoding") == "gzip"
    assert response.getheader("Vary") == "Accept-Encoding"


def test_a_static_file_is_kept_for_ever(site: Site) -> None:
    response, body = site.get(site.stylesheet())
    assert response.status == 200
    assert "immutable" in (response.getheader("Cache-Control") or "")
    assert b"@import url" not in body


def test_a_static_file_is_sent_compressed_to_those_who_accept_it(site: Site) -> None:
    plain = site.get(site.stylesheet())[1]
    response, body = site.get(site.stylesheet(), Accept_Encoding="br")
    assert response.getheader("Content-Encoding") == "br"
    assert brotli.decompress(body) == plain
    assert len(body) < len(plain)


def test_a_file_outside_is_not_served(site: Site) -> None:
    for path in ("/static/../secret_key", "/static/%2e%2e/secret_key", "/static//etc/passwd", "/media/../secret_key"):
        assert site.get(path)[0].status == 404


def test_a_foreign_name_is_refused(site: Site) -> None:
    response, body = site.get("/", Host="evil.example")
    assert response.status == 400
    assert b"Traceback" not in body


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes are found by their entries in /proc")
def test_stopping_ends_every_process_in_order(home: Path) -> None:
    with served(home) as site:
        assert site.get("/health/live")[0].status == 200
        processes = processes_below(site.process.pid)
        assert len(processes) >= 3  # two web workers and the tasks; some versions of Python keep one more
        assert sum("db_worker" in command for command in processes.values()) == 1
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(STOP_SECONDS) == 0
        assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
        assert site.process.stdout is not None
        said = site.process.stdout.read().splitlines()
    assert said == [f"Gazette is at http://127.0.0.1:{site.port} - press Ctrl+C to stop."]


def test_stopping_while_the_workers_still_load_the_site_is_as_quick(home: Path) -> None:
    with served(home) as site:
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(STOP_SECONDS) == 0
        assert site.process.stdout is not None
        assert "Killing" not in site.process.stdout.read()


@pytest.fixture
def set_up(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  # the fixture opens the database
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()


@pytest.mark.usefixtures("set_up")
def test_an_address_that_is_taken_is_told_in_one_line(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.PORT = other.getsockname()[1]
        with pytest.raises(CommandError, match=r"^127\.0\.0\.1:[0-9]+ cannot be listened at .* another port with PORT=8001\.$"):
            call_command("serve")


@pytest.mark.usefixtures("set_up")
def test_an_address_of_another_machine_is_told_in_one_line(settings: Settings) -> None:
    settings.HOST = "192.0.2.1"
    with pytest.raises(CommandError, match=r"^192\.0\.2\.1:8000 cannot be listened at"):
        call_command("serve")


@pytest.mark.usefixtures("set_up")
def test_a_database_without_its_tables_is_told_in_one_line() -> None:
    MigrationRecorder.Migration.objects.filter(app="posts").delete()
    with pytest.raises(CommandError, match=r"^The database is not up to date: run `python manage.py migrate`"):
        call_command("serve")


@pytest.mark.usefixtures("set_up")
def test_static_files_that_are_missing_are_told_in_one_line(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "nowhere"
    with pytest.raises(CommandError, match=r"^The static files are not in place: run `python manage.py collectstatic`"):
        call_command("serve")


def test_the_server_is_started_with_the_workers_of_the_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr("cms.management.commands.serve.Command.require_set_up", lambda _command: None)
    monkeypatch.setattr(server, "serve", lambda **arguments: asked.update(arguments))
    settings.HOST, settings.PORT, settings.WORKERS = "::1", 8123, 5
    call_command("serve")
    assert {name: asked[name] for name in ("host", "port", "workers")} == {"host": "::1", "port": 8123, "workers": 5}


def test_beside_the_workers_run_the_tasks_the_housekeeping_and_the_issues(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    stopped: list[str] = []
    monkeypatch.setattr(WatchedProcess, "start", lambda process: started.append(process.command[2]))
    monkeypatch.setattr(WatchedProcess, "stop", lambda process: stopped.append(process.command[2]))
    monkeypatch.setattr(os, "register_at_fork", lambda **_hooks: None)

    def serve_a_moment(site: Any) -> None:
        for hook in (*site.hooks_startup, *site.hooks_shutdown):
            hook()

    monkeypatch.setattr(Server, "serve", serve_a_moment)
    server.serve(host="127.0.0.1", port=free_port(), workers=1, announce=lambda: None)
    assert started == stopped == ["db_worker", "housekeeping", "send_issues"]
