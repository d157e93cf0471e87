"""The admin in a real browser: signing in, and noting everything that the browser complains about."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User


class Desk:
    """A browser window in which somebody works. `complaints` grows with errors, refused content and foreign requests."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.note(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.note(f"error: {error}"))
        page.on("response", lambda response: self.note(f"status {response.status}") if response.status >= 400 else None)
        page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else self.note(request.url))

    def note(self, complaint: str) -> None:
        """Keep a complaint with the page on which it came."""
        self.complaints.append(f"{self.page.url} {complaint}")

    def open(self, path: str) -> Page:
        """Open a page and wait until its scripts have run."""
        self.page.goto(path)
        self.page.wait_for_function("window.Alpine !== undefined && !document.documentElement.hasAttribute('x-cloak')")
        return self.page


@contextmanager
def working_at(
    browser: Browser,
    live_server: LiveServer,
    user: User | None,
    *,
    width: int = 1400,
    color_scheme: Literal["light", "dark"] = "light",
    java_script: bool = True,
) -> Iterator[Desk]:
    """Open a window in which the user is signed in."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=color_scheme,
        java_script_enabled=java_script,
    )
    if user is not None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield Desk(context.new_page(), live_server.url)
    context.close()
