"""Searching in a real browser, with and without JavaScript; and the API asked by a page of another host."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import PostFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def posts(live_server: LiveServer) -> None:  # noqa: ARG001  # it reads the rows
    PostFactory.create(slug="first", title="A good harvest")
    PostFactory.create(slug="second", title="Harvest of wheat", language="ro")


@pytest.fixture
def another_host(tmp_path: Path) -> Iterator[str]:
    """The address of a page of another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.usefixtures("posts")
@pytest.mark.parametrize("prefix", ["", "/ro"])
def test_results_come_while_typing_and_the_keyboard_goes_through_them(page: Page, prefix: str) -> None:
    page.goto(f"{prefix}/search/")
    words = page.get_by_role("searchbox")
    words.focus()
    page.keyboard.type("harv")
    found = page.locator("[data-search-results] a[data-found]")
    expect(found).to_have_count(2)
    expect(page.get_by_role("status")).not_to_be_empty()
    assert page.url.endswith(f"{prefix}/search/?q=harv")
    page.keyboard.type("est wheat")
    expect(found).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ro/posts/second/")


@pytest.mark.usefixtures("posts")
def test_the_form_leads_to_the_results_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/")
    page.get_by_role("searchbox").fill("harvets")
    page.get_by_role("button", name="Search").click()
    page.locator("[data-search-results]").get_by_role("link", name="harvest").click()
    expect(page.locator("a[data-found]")).to_have_count(2)
    context.close()


@pytest.mark.usefixtures("posts")
def test_a_page_of_another_host_reads_the_api_and_nothing_else(page: Page, live_server: LiveServer, another_host: str) -> None:
    page.goto(another_host)
    ask = "given => fetch(...given).then(answer => [answer.status, answer.headers.get('etag')])"
    address = f"{live_server.url}/api/posts/"
    status, etag = page.evaluate(ask, [address, {}])
    assert (status, bool(etag)) == (200, True)
    known = {"headers": {"If-None-Match": etag}}  # before it sends these the browser asks whether it may
    assert page.evaluate(ask, [address, known])[0] == 304
    assert page.evaluate(ask, [f"{live_server.url}/api/posts/unknown/", {}])[0] == 404
    refused = "address => fetch(address).then(() => 'read', () => 'refused')"
    assert page.evaluate(refused, f"{live_server.url}/feed/") == "refused"
