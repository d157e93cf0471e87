"""`manage.py serve`, as an operator runs it."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it is not annotated
import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from granian.server import Server
from pytest_django import Settings

from cms import server
from cms.processes import WatchedProcess
from tests.cms.serving import STOP_SECONDS, Site, free_port, processes_below, served, set_up


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    set_up(folder)
    return folder


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    with served(home) as site:
        yield site


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


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such policy")
def test_in_web_processes_only_threads_that_run_python_interrupt_others(site: Site) -> None:
    site.get("/")
    below = processes_below(site.process.pid)
    web = {pid for pid, command in below.items() if "db_worker" not in command}
    policies: dict[bool, set[int]] = {True: set(), False: set()}
    for pid in (site.process.pid, *below):
        policies[pid in web] |= {os.sched_getscheduler(int(thread.name)) for thread in Path(f"/proc/{pid}/task").iterdir()}
    assert policies == {True: {os.SCHED_BATCH, os.SCHED_OTHER}, False: {os.SCHED_OTHER}}


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
        said = site.said().splitlines()
    assert said == [f"Gazette is at http://127.0.0.1:{site.port} - press Ctrl+C to stop."]


def test_stopping_while_the_workers_still_load_the_site_is_as_quick(home: Path) -> None:
    with served(home) as site:
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(STOP_SECONDS) == 0
        assert "Killing" not in site.said()


@pytest.fixture
def set_up_here(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  # the fixture opens the database
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()


@pytest.mark.usefixtures("set_up_here")
def test_an_address_that_is_taken_is_told_in_one_line(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.PORT = other.getsockname()[1]
        with pytest.raises(CommandError, match=r"^127\.0\.0\.1:[0-9]+ cannot be listened at .* another port with PORT=8001\.$"):
            call_command("serve")


@pytest.mark.usefixtures("set_up_here")
def test_an_address_of_another_machine_is_told_in_one_line(settings: Settings) -> None:
    settings.HOST = "192.0.2.1"
    with pytest.raises(CommandError, match=r"^192\.0\.2\.1:8000 cannot be listened at"):
        call_command("serve")


@pytest.mark.usefixtures("set_up_here")
def test_a_database_without_its_tables_is_told_in_one_line() -> None:
    MigrationRecorder.Migration.objects.filter(app="posts").delete()
    with pytest.raises(CommandError, match=r"^The database is not up to date: run `python manage.py migrate`"):
        call_command("serve")


@pytest.mark.usefixtures("set_up_here")
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

    def serve_a_moment(site: Any, **_how: Any) -> None:
        for hook in (*site.hooks_startup, *site.hooks_shutdown):
            hook()

    monkeypatch.setattr(Server, "serve", serve_a_moment)
    server.serve(host="127.0.0.1", port=free_port(), workers=1, announce=lambda: None)
    assert started == stopped == ["db_worker", "housekeeping", "send_issues"]
