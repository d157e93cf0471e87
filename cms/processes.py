"""The processes that a running site keeps beside its web workers.

They are commands of their own, watched by threads of the server's main process. That one never opens a connection to the
database: the web workers and the lasting processes are forked from it, and would share the connection.
"""

import logging
import os
import signal
import subprocess
import threading
import warnings
from abc import ABC, abstractmethod
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from django.core.management import call_command

logger = logging.getLogger(__name__)

type Running = subprocess.Popen[bytes] | Fork

STOP_TIMEOUT_SECONDS = 10
LOOK_SECONDS = 0.01
FIRST_RESTART_SECONDS, LONGEST_RESTART_SECONDS = 1.0, 60.0


class WatchedProcess(ABC):
    """A command that a thread starts and looks after until it is told to stop."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: Running | None = None
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        """Begin to look after the command."""
        self._watcher.start()

    def stop(self) -> None:
        """Let the process finish what it is at, then end it; after 10 seconds end it at once."""
        self._stopping.set()
        if (process := self.process) is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._watcher.join(STOP_TIMEOUT_SECONDS)

    @abstractmethod
    def _watch(self) -> None:
        """Run the command, as often as it takes, until `_stopping` is set."""

    def _run(self) -> int:
        """Run the command once and return its status."""
        self.process = self._begin()
        if self._stopping.is_set():  # stop() came before there was a process to end
            self.process.terminate()
        return self.process.wait()

    def _begin(self) -> "Running":
        # A session of its own: Ctrl+C in the terminal reaches the server alone, which then stops this in order.
        return subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  # our own command


class LastingProcess(WatchedProcess):
    """A process that runs as long as the site; started again, ever more slowly, should it die."""

    def _watch(self) -> None:
        pause = FIRST_RESTART_SECONDS
        while not self._stopping.is_set():
            status = self._run()
            if self._stopping.is_set() or status == -signal.SIGTERM:
                return
            logger.error("process.died command=%s status=%s restart_in=%s", self.command[2:], status, pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_RESTART_SECONDS)


class ForkedProcess(LastingProcess):
    """A lasting process that runs a command of the site in a fork of this process: what is loaded is in memory once."""

    def _begin(self) -> "Running":
        return Fork(self.command[2])


class Fork:
    """A command of the site in a process that is forked, with what `subprocess.Popen` can do of that."""

    def __init__(self, name: str) -> None:
        self._pause = threading.Event()  # that is never set
        self._process = get_context("fork").Process(target=_call, args=(name,))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads here only wait for processes, and hold no lock
            self._process.start()

    @property
    def returncode(self) -> int | None:
        """Its status; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return its status; None while it runs."""
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Return its status once it has ended.

        Raises:
            subprocess.TimeoutExpired: when it has not in time.
        """
        until = None if timeout is None else monotonic() + timeout
        while (status := self.returncode) is None:
            if until is None:
                self._process.join()  # comes back without a status where another thread has just been told of it
            elif monotonic() > until:
                raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
            else:
                self._pause.wait(LOOK_SECONDS)
        return status


def _call(name: str) -> None:
    """Be the process of a command, under its name, in a session of its own as those that are started anew."""
    os.setsid()
    if (title := Path("/proc/self/comm")).exists():
        title.write_text(name)
    call_command(name, verbosity=0)


class RecurringProcess(WatchedProcess):
    """A process that does something and ends, and is started again after a while; the first time soon after the site."""

    def __init__(self, command: list[str], *, first_after_seconds: float, every_seconds: float) -> None:
        super().__init__(command)
        self.first_after_seconds, self.every_seconds = first_after_seconds, every_seconds

    def _watch(self) -> None:
        pause = self.first_after_seconds
        while not self._stopping.wait(pause):
            status = self._run()
            if status and not self._stopping.is_set():
                logger.error("process.failed command=%s status=%s", self.command[2:], status)
            pause = self.every_seconds
