"""Fixtures that drive the system's Chromium against pages served from this process; one browser for all tests of a file."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from blog.organizations.models import Organization
from cms.storage import BundledStaticFilesStorage
from tests.browser.pages import publish_a_bit_of_everything

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
TURN = Lock()  # of the server, which answers one request after the other
expect.set_options(timeout=30_000)  # as long as Playwright waits for all else: no test depends on how busy a machine is
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]  # no request of the browser's own


class StaticFiles(BundledStaticFilesStorage):
    """The static files as a site serves them, in one piece and hashed; compressing them takes longer than the tests save."""

    def compress_files(self, paths: object) -> list[tuple[str, str]]:  # noqa: ARG002  # WhiteNoise's signature
        return []


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> override_settings:
    """The settings under which pages name collected files: a browser keeps these, where it would ask for each source anew."""
    storage = f"{StaticFiles.__module__}.{StaticFiles.__qualname__}"
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    collected = override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static"))
    with collected:
        call_command("collectstatic", verbosity=0, interactive=False)
    return collected


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, collected: override_settings) -> Iterator[LiveServer]:  # noqa: ARG001  # it must come first
    """The server, started once the tests' database is there: only then does it share our connection.

    It answers one request after the other: that connection takes no two, and the scripts of a page may ask at once.
    Its static files are those of WhiteNoise, as on a site; Django's handler would serve the sources.
    """
    answer = WSGIHandler.__call__

    def answer_in_turn(handler: WSGIHandler, *request: Any) -> object:
        with TURN:
            return answer(handler, *request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", answer_in_turn)
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        with collected:
            server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def answered(transactional_db: None) -> Iterator[None]:  # noqa: ARG001  # it is emptied after this fixture has ended
    """Wait, after a test, until the server is through with what a closed page has asked: it uses the tests' connection."""
    yield
    with TURN:
        pass


@pytest.fixture(scope="module")
def browser(django_db_setup: None, collected: override_settings) -> Iterator[Browser]:  # noqa: ARG001  # the connections below are those of the tests
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent; the variable CHROMIUM names another")
    ours = connections.all()
    with collected, sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # Playwright keeps an event loop in this thread. Django would refuse the database because of it, and open other
        # connections than those which the tests and the live server share.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        for connection in ours:
            connections[connection.alias] = connection
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A visitor who was never here, with a small screen."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def public_pages(live_server: LiveServer, organization: Organization) -> dict[str, str]:  # noqa: ARG001  # it reads the rows
    """The path of a page of each public type, by its name."""
    return publish_a_bit_of_everything(organization)
