"""The processes that a running site keeps beside its web workers.

They are commands of their own, watched by threads of the server's main process. That one never opens a connection to the
database: the web workers are forked from it, and would share the connection.
"""

import logging
import signal
import subprocess
import threading
from abc import ABC, abstractmethod

logger = logging.getLogger(__name__)

STOP_TIMEOUT_SECONDS = 10
FIRST_RESTART_SECONDS, LONGEST_RESTART_SECONDS = 1.0, 60.0


class WatchedProcess(ABC):
    """A command that a thread starts and looks after until it is told to stop."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
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
        # A session of its own: Ctrl+C in the terminal reaches the server alone, which then stops this in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  # our own command
        if self._stopping.is_set():  # stop() came before there was a process to end
            self.process.terminate()
        return self.process.wait()


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
