"""A site that is served by processes of its own, as an operator runs it."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event
from time import monotonic
from typing import IO

from tests import as_made

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = STOP_SECONDS = 120  # on a machine that does much else
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
    log: Path

    def said(self) -> str:
        """Return what its processes have written until now."""
        return self.log.read_text()

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response, response.read()

    def stylesheet(self) -> str:
        found = re.search(r'href="(/static/[^"]+\.css)"', self.get("/")[1].decode())
        assert found
        return found[1]


def passed_on() -> dict[str, str]:
    """Return what processes of the site need of this process's environment."""
    return {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}


def manage(home: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return _begin(home, arguments, environment, into=subprocess.PIPE)


def _begin(
    home: Path, arguments: Sequence[str], environment: Mapping[str, str], *, into: IO[str] | int
) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments]
    environment = passed_on() | {**environment, "GAZETTE_HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=into, stderr=subprocess.STDOUT, text=True)  # noqa: S603  # ours


@contextmanager
def served(home: Path, **environment: str) -> Iterator[Site]:
    """Serve the site, and see that it ends. What it says goes to a file: a full pipe that nobody reads would hold it up."""
    port = int(environment.get("PORT") or free_port())
    environment = {"WORKERS": "2"} | environment | {"PORT": str(port)}
    log = home / f"serve-{port}.log"
    with log.open("w") as said, _begin(home, ["serve"], environment, into=said) as process:
        try:
            wait_until_it_listens(port, process)
            yield Site(port=port, process=process, log=log)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


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
    """Return the command lines of all processes that descend from one, each with the name that the process gives itself."""
    found: dict[int, str] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                pid = int(status.parent.name)
                command = (status.parent / "cmdline").read_text().replace("\0", " ") + (status.parent / "comm").read_text()
                found |= {pid: command} | processes_below(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return found


def fill(home: Path, **environment: str) -> None:
    """Put posts, people and replies into the site."""
    command = [sys.executable, "-m", "tests.cms.pagecache.small_site"]
    subprocess.run(command, cwd=ROOT, env=passed_on() | environment | {"GAZETTE_HOME": str(home)}, check=True)  # noqa: S603  # ours


def set_up(folder: Path, **environment: str) -> None:
    """Make the tables and put the site's own static files in place; the tables of SQLite are copied from the suite's."""
    ignored = [option for name in UNUSED_STATIC_FILES for option in ("--ignore", name)]
    commands = [["collectstatic", "--noinput", *ignored]]
    if "DATABASE_URL" in environment or not as_made.save(folder / "gazette.sqlite3"):
        commands.append(["migrate"])
    for command in commands:
        with manage(folder, *command, "--verbosity", "0", **environment) as process:
            assert process.wait(START_SECONDS) == 0
