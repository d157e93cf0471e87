"""The processes beside the web workers: watched over while the site runs, gone when it stops."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest

from cms import processes
from cms.processes import ForkedProcess, LastingProcess, RecurringProcess, Running, WatchedProcess

PATIENCE_SECONDS = 10


def wait_for(path: Path, lines: int) -> list[str]:
    """Return the lines that processes have written so far, once there are so many."""
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until:
        if path.exists() and len(found := path.read_text().splitlines()) >= lines:
            return found
        Event().wait(0.01)
    raise AssertionError(f"fewer than {lines} lines after {PATIENCE_SECONDS} seconds")


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(processes, "FIRST_RESTART_SECONDS", 0.01)
    return tmp_path / "log"


def command(log: Path, *, does: str, before: str = "") -> list[str]:
    """Return a command that writes a line when it is ready and then does something."""
    code = f"import signal, sys, time\n{before}\nopen({str(log)!r}, 'a').write('ready\\n')\n{does}"
    return [sys.executable, "-c", code]


def process_that(log: Path, *, does: str, before: str = "") -> LastingProcess:
    return LastingProcess(command(log, does=does, before=before))


def recurring(log: Path, *, does: str, first: float = 0.01, every: float = 0.01) -> RecurringProcess:
    return RecurringProcess(command(log, does=does), first_after_seconds=first, every_seconds=every)


@pytest.fixture
def started() -> Iterator[list[WatchedProcess]]:
    processes: list[WatchedProcess] = []
    yield processes
    for process in processes:
        process.stop()


def test_a_process_that_dies_is_started_again(log: Path, started: list[WatchedProcess]) -> None:
    tasks = process_that(log, does="sys.exit(1)")
    started.append(tasks)
    tasks.start()
    assert len(wait_for(log, 3)) >= 3


def test_stopping_ends_the_process(log: Path) -> None:
    tasks = process_that(log, does="time.sleep(600)")
    tasks.start()
    wait_for(log, 1)
    tasks.stop()
    assert tasks.process is not None
    assert tasks.process.returncode == -15
    assert not tasks._watcher.is_alive()


def test_a_process_that_will_not_end_is_ended(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP_TIMEOUT_SECONDS", 0.1)
    tasks = process_that(log, before="signal.signal(signal.SIGTERM, signal.SIG_IGN)", does="time.sleep(600)")
    tasks.start()
    wait_for(log, 1)
    tasks.stop()
    assert tasks.process is not None
    assert tasks.process.wait(PATIENCE_SECONDS) == -9


def test_a_process_that_has_died_is_not_started_while_stopping(log: Path) -> None:
    tasks = process_that(log, does="sys.exit(1)")
    tasks.start()
    wait_for(log, 1)
    tasks.stop()
    assert not tasks._watcher.is_alive()


def test_a_process_that_starts_while_stopping_is_ended_too(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = process_that(log, does="time.sleep(600)")
    start = subprocess.Popen

    def start_late(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        process = start(*arguments, **options)
        tasks._stopping.set()  # as stop() does, which finds no process yet
        return process

    monkeypatch.setattr(subprocess, "Popen", start_late)
    tasks.start()
    tasks._watcher.join(PATIENCE_SECONDS)
    assert tasks.process is not None
    assert tasks.process.returncode == -15


def test_a_recurring_process_runs_again_and_again_whether_it_fails_or_not(
    log: Path, started: list[WatchedProcess], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    housekeeping = recurring(log, does="sys.exit(3)")
    started.append(housekeeping)
    housekeeping.start()
    wait_for(log, 3)
    assert "process.failed" in caplog.text
    assert "status=3" in caplog.text


def test_a_recurring_process_waits_between_two_runs(log: Path) -> None:
    housekeeping = recurring(log, does="", every=600)
    housekeeping.start()
    wait_for(log, 1)
    assert housekeeping.process is not None
    housekeeping.process.wait(PATIENCE_SECONDS)
    housekeeping.stop()
    assert not housekeeping._watcher.is_alive()
    assert len(log.read_text().splitlines()) == 1


def test_a_recurring_process_that_has_not_begun_is_stopped_at_once(log: Path) -> None:
    housekeeping = recurring(log, does="", first=600)
    housekeeping.start()
    housekeeping.stop()
    assert not housekeeping._watcher.is_alive()
    assert housekeeping.process is None
    assert not log.exists()


def test_stopping_ends_a_recurring_process_that_runs(log: Path, caplog: pytest.LogCaptureFixture) -> None:
    housekeeping = recurring(log, does="time.sleep(600)")
    housekeeping.start()
    wait_for(log, 1)
    housekeeping.stop()
    assert housekeeping.process is not None
    assert housekeeping.process.returncode == -15
    assert not housekeeping._watcher.is_alive()
    assert caplog.text == ""


@pytest.fixture
def forked(log: Path, monkeypatch: pytest.MonkeyPatch, started: list[WatchedProcess]) -> ForkedProcess:
    """A process that is forked and says that it is ready, under which name, and in whose session."""

    def call(name: str, *, verbosity: int) -> None:
        with log.open("a") as file:
            file.write(f"{name} {verbosity} {os.getpid() == os.getsid(0)}\n")
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pause()

    monkeypatch.setattr(processes, "call_command", call)
    process = ForkedProcess([sys.executable, "manage.py", "db_worker"])
    started.append(process)
    return process


def begun(watched: WatchedProcess) -> Running:
    """Return the process, which may say something before it is known here."""
    until = monotonic() + PATIENCE_SECONDS
    while watched.process is None and monotonic() < until:
        Event().wait(0.01)
    assert watched.process is not None
    return watched.process


def test_a_forked_process_runs_a_command_of_the_site_and_is_started_again_when_it_dies(
    log: Path, forked: ForkedProcess, caplog: pytest.LogCaptureFixture
) -> None:
    forked.start()
    assert wait_for(log, 1) == ["db_worker 0 True"]
    begun(forked).kill()
    assert len(wait_for(log, 2)) == 2
    assert "status=-9" in caplog.text


def test_stopping_ends_a_forked_process(log: Path, forked: ForkedProcess) -> None:
    forked.start()
    wait_for(log, 1)
    forked.stop()
    assert (begun(forked).poll(), begun(forked).returncode) == (-15, -15)
    assert not forked._watcher.is_alive()


def test_waiting_for_a_forked_process_has_an_end(log: Path, forked: ForkedProcess) -> None:
    forked.start()
    wait_for(log, 1)
    with pytest.raises(subprocess.TimeoutExpired):
        begun(forked).wait(0.01)
