"""The processes of a running site: the web server's workers, and one that runs background tasks."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

logger = logging.getLogger(__name__)

THREADS_A_WORKER = 4  # Python runs one at a time; the others wait for the database or the network
STOP_TIMEOUT_SECONDS = 10
FIRST_RESTART_SECONDS, LONGEST_RESTART_SECONDS = 1.0, 60.0


class AddressInUseError(Exception):
    """Another program listens where the site should."""


def serve(*, host: str, port: int, workers: int, announce: Callable[[], None]) -> None:
    """Serve the site until SIGINT or SIGTERM, then finish the requests at hand and stop every process.

    Raises:
        AddressInUseError: when the address cannot be listened at.
    """
    _require_free(host, port)
    server = Server(
        "cms.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_A_WORKER,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        log_level=LogLevels.warning,
    )
    tasks = TaskProcess([sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "--verbosity", "0"])
    server.on_startup(tasks.start)
    server.on_startup(announce)
    server.on_shutdown(tasks.stop)
    # A forked worker begins with this process's signal handlers, which in it do nothing: while it loads the site, a
    # request to stop would be lost, and the worker killed after the whole timeout.
    os.register_at_fork(after_in_child=_stop_at_once_when_asked)
    server.serve()


def _stop_at_once_when_asked() -> None:
    """Let SIGTERM end this process; a worker that has loaded the site replaces this with an orderly stop."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _require_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressInUseError(f"{host}:{port} cannot be listened at ({error.strerror})") from error


class TaskProcess:
    """The process that runs background tasks; started again, ever more slowly, should it die."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="task-process", daemon=True)

    def start(self) -> None:
        """Start the process and watch over it."""
        self._watcher.start()

    def stop(self) -> None:
        """Let the task at hand finish, then end the process; after 10 seconds end it at once."""
        self._stopping.set()
        if (process := self.process) is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._watcher.join(STOP_TIMEOUT_SECONDS)

    def _watch(self) -> None:
        pause = FIRST_RESTART_SECONDS
        while not self._stopping.is_set():
            # A session of its own: Ctrl+C in the terminal reaches the server alone, which then stops this in order.
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  # our own command
            if self._stopping.is_set():  # stop() came before there was a process to end
                self.process.terminate()
            status = self.process.wait()
            if self._stopping.is_set() or status == -signal.SIGTERM:
                return
            logger.error("tasks.process_died status=%s restart_in=%s", status, pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_RESTART_SECONDS)
