"""Two servers, as on two machines, on one PostgreSQL and one Redis: what one of them knows, the other knows."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Self
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.cms.databases import own_database, prompt
from tests.cms.killing import web_processes
from tests.cms.serving import START_SECONDS, Site, fill, free_port, served, set_up, wait_until_it_listens
from tests.journeys.test_reply_as_guest import Form

REDIS = os.environ.get("CI_REDIS_URL", "")
SIGN_INS_A_MINUTE = 30  # django-allauth's own limit of an address
pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql" or not REDIS, reason="needs PostgreSQL in DATABASE_URL and Redis in CI_REDIS_URL"
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What both servers are told; of the home each has its own, as another machine has."""
    with own_database(tmp_path_factory.mktemp("database")) as url:
        yield {"DATABASE_URL": url, "CACHE_URL": REDIS, "SECRET_KEY": "the same on both", "WORKERS": "1"}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> list[Path]:
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "other")]
    for folder in folders:
        set_up(folder, **environment)
    fill(folders[0], **environment)
    return folders


@pytest.fixture(scope="module")
def sites(homes: list[Path], environment: dict[str, str]) -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(served(home, **environment)) for home in homes]


class Browser:
    """Keeps cookies, and asks whichever server it is told to."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.cookies: dict[str, str] = {}
        self.address = address

    def ask(self, site: Site, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        server = HTTPConnection("127.0.0.1", site.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["X-Forwarded-For"] = self.address
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        server.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), headers)
        response = server.getresponse()
        for given in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        body = response.read().decode()
        server.close()
        return response.status, body

    def send(self, site: Site, path: str, **typed: str) -> int:
        return self.ask(site, path, Form(self.ask(site, path)[1]).hidden | typed)[0]


def mails(homes: list[Path]) -> str:
    """Return what was mailed, by whichever of the servers."""
    return "".join(file.read_text() for home in homes for file in (home / "mail").glob("*.log"))


def test_whoever_signs_up_at_one_with_a_code_of_the_other_is_signed_in_at_both(sites: list[Site], homes: list[Path]) -> None:
    """The session and the code are known to both, and the mail is sent by one of the two processes for tasks."""
    browser, code = Browser(), re.compile(r"^ {4}([A-Z0-9-]{6,})$", re.MULTILINE)
    assert browser.ask(sites[0], "/accounts/profile/")[0] == HTTPStatus.FOUND
    assert browser.send(sites[0], "/accounts/signup/", email="reader@example.org") == HTTPStatus.FOUND
    until = monotonic() + START_SECONDS
    while not (found := code.findall(mails(homes))) and monotonic() < until:
        Event().wait(0.1)
    token = Form(browser.ask(sites[1], "/accounts/confirm-email/")[1]).hidden["csrfmiddlewaretoken"]
    typed = {"csrfmiddlewaretoken": token, "code": found[-1]}
    assert browser.ask(sites[1], "/accounts/confirm-email/", typed)[0] == HTTPStatus.FOUND
    assert [browser.ask(site, "/accounts/profile/")[0] for site in sites] == [HTTPStatus.OK, HTTPStatus.OK]
    assert len(code.findall(mails(homes))) == 1


def test_a_limit_counts_what_was_done_at_both(sites: list[Site]) -> None:
    address = ".".join(str(part) for part in (10, *os.urandom(3)))  # of which Redis has counted nothing yet
    statuses = [
        Browser(address).send(sites[number % 2], "/accounts/login/", login=f"nobody{number}@example.org")
        for number in range(SIGN_INS_A_MINUTE + 1)
    ]
    assert statuses[:SIGN_INS_A_MINUTE].count(HTTPStatus.TOO_MANY_REQUESTS) == 0
    assert statuses[-1] == HTTPStatus.TOO_MANY_REQUESTS


def test_what_is_changed_through_one_shows_at_the_other_at_once(sites: list[Site], environment: dict[str, str]) -> None:
    with prompt(environment["DATABASE_URL"]) as execute:
        for number in range(10):
            execute(f"UPDATE posts_post SET title = 'Title {number}' WHERE slug = 'a-post'")  # noqa: S608  # a number
            assert all(f"Title {number}" in site.get("/posts/a-post/")[1].decode() for site in sites)


@contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[int]:
    """Pass requests on to two servers, as the README has it."""
    port, program = free_port(), shutil.which("nginx")
    assert program is not None
    upstreams = "".join(f"server 127.0.0.1:{number} max_fails=0; " for number in ports)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}} http {{ access_log off; "
        + "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"upstream gazette {{ {upstreams} }} server {{ listen 127.0.0.1:{port}; location / {{ "
        + "proxy_pass http://gazette; proxy_set_header Host $http_host; proxy_next_upstream error timeout; } } }"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603  # found above
        try:
            wait_until_it_listens(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(START_SECONDS)


class Readers:
    """Ask for pages until they are stopped, and keep what failed.

    With `asks_again` they are as browsers and proxies are (RFC 9110, 9.2.2): a request whose connection was closed before any
    answer came is sent once more.
    """

    def __init__(self, port: int, *, asks_again: bool = False) -> None:
        self.port, self.tries = port, 2 if asks_again else 1
        self.answered, self.failed, self.end = 0, list[str](), Event()
        self.threads = [Thread(target=self.read, args=(path,)) for path in ("/", "/posts/a-post/", "/search/?q=a")]

    def read(self, path: str) -> None:
        while not self.end.is_set():
            try:
                status = self.ask(path, self.tries)
                self.answered += 1
                if status != HTTPStatus.OK:
                    self.failed.append(f"{path} {status}")
            except (OSError, HTTPException) as error:
                self.failed.append(f"{path} {error!r}")

    def ask(self, path: str, tries: int) -> int:
        """Return the status of an answer."""
        server = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            server.request("GET", path)
            return server.getresponse().status
        except (ConnectionResetError, BrokenPipeError):
            if tries == 1:
                raise
        finally:
            server.close()
        return self.ask(path, tries - 1)

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.end.set()
        for thread in self.threads:
            thread.join()


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_servers_behind_nginx_are_restarted_one_after_the_other_without_a_failed_request(
    homes: list[Path], environment: dict[str, str], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        sites = [stack.enter_context(served(home, **environment)) for home in homes]
        with nginx(tmp_path, [site.port for site in sites]) as proxy, Readers(proxy) as readers:
            for home, site in zip(homes, sites, strict=True):
                site.process.send_signal(signal.SIGTERM)
                site.process.wait(START_SECONDS)
                stack.enter_context(served(home, **environment, PORT=str(site.port)))
    assert readers.failed == []
    assert readers.answered > 0


def test_a_server_that_is_asked_to_renews_its_processes_without_a_failed_request(
    homes: list[Path], environment: dict[str, str]
) -> None:
    with served(homes[0], **environment) as site, Readers(site.port, asks_again=True) as readers:
        old = web_processes(site)
        site.process.send_signal(signal.SIGHUP)
        until = monotonic() + START_SECONDS
        while set(old) & set(web_processes(site)) and monotonic() < until:
            readers.end.wait(0.1)
        assert not set(old) & set(web_processes(site))
    assert readers.failed == []
    assert readers.answered > 0
