"""The web server, and beside it processes that run background tasks, keep house and mail new posts."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import reverse
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server import Server

from cms.pagecache.rendering import Application
from cms.processes import STOP_TIMEOUT_SECONDS, ForkedProcess, LastingProcess, RecurringProcess
from cms.scheduling import let_others_finish, taking_turns

# Elsewhere a fork may lack what libraries of the system need.
LASTING: type[LastingProcess] = ForkedProcess if sys.platform == "linux" else LastingProcess
THREADS_A_WORKER = 3  # Python runs one at a time; the others wait for the database or the network; each takes 3 MB
OWN_PACKAGES = {"cms", "blog"}
HOUSEKEEPING_SECONDS, FIRST_HOUSEKEEPING_SECONDS = 3600, 60  # the first soon, to pick up what a crash left behind
ISSUES_SECONDS, FIRST_ISSUES_SECONDS = 300, 90  # how long a new post waits until it is mailed; typing errors show before


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
        http=HTTPModes.http1,  # which proxies speak, as do browsers without TLS; telling protocols apart costs every request
        websockets=False,
        runtime_mode=RuntimeModes.st,  # one thread reads and writes; those that run Python are others
        workers=workers,
        blocking_threads=THREADS_A_WORKER,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        log_level=LogLevels.warning,
    )
    housekeeping = RecurringProcess(
        _command("housekeeping"), first_after_seconds=FIRST_HOUSEKEEPING_SECONDS, every_seconds=HOUSEKEEPING_SECONDS
    )
    issues = RecurringProcess(_command("send_issues"), first_after_seconds=FIRST_ISSUES_SECONDS, every_seconds=ISSUES_SECONDS)
    for process in (*(LASTING(_command(name)) for name in lasting_commands()), housekeeping, issues):
        server.on_startup(process.start)
        server.on_shutdown(process.stop)
    server.on_startup(announce)
    # A forked worker begins with this process's signal handlers, which in it do nothing: while it loads the site, a
    # request to stop would be lost, and the worker killed after the whole timeout.
    os.register_at_fork(after_in_child=_stop_at_once_when_asked)
    load()
    server.serve(target_loader=application)


def application(_name: str) -> Application:
    """Return the site, as each web process loads it before it starts its threads."""
    from cms.wsgi import application as site  # noqa: PLC0415  # the page cache that it makes is of the process

    let_others_finish()
    return taking_turns(site)


def load() -> None:
    """Load the site here, once: the workers are forked from this process and share the memory that it takes.

    What is frozen is not looked at by their collectors of garbage, each of which would make a copy of it by doing so.
    """
    reverse("robots")  # asking for an address loads the views and makes the table of all addresses
    for name in public_templates():
        with suppress(TemplateSyntaxError):  # of a theme, which is told of when the page is asked for
            get_template(name)
    gc.collect()
    gc.freeze()


def public_templates() -> Iterator[str]:
    """Yield the names of Gazette's own templates, but for those of the admin."""
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] in OWN_PACKAGES:
            folder = Path(app.path) / "templates"
            names = (path.relative_to(folder) for path in folder.rglob("*.html"))
            yield from (str(name) for name in names if name.parts[0] != "admin")


def lasting_commands() -> list[str]:
    """Return the commands that run as long as the site."""
    return ["db_worker", *(["purge_caches"] if settings.SHARED_CACHE else [])]


def _command(name: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), name, "--verbosity", "0"]


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
