"""The public pages in a real browser."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import broken_rules
from tests.browser.pages import REFUSALS

pytestmark = pytest.mark.browser

PERSONAL = {"sign in"}  # a form needs its token, and so a cookie


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: LiveServer, public_pages: dict[str, str], color_scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme="dark" if color_scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    found = []
    for name, path in public_pages.items():
        page.goto(path)
        violations = broken_rules(page)
        found += [(name, violation["id"], violation["nodes"][0]["target"]) for violation in violations]
    context.close()
    assert found == []


def test_no_page_scrolls_sideways_at_320_px(page: Page, public_pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = []
    for name, path in public_pages.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(name)
    assert too_wide == []


def test_pages_ask_no_other_host(page: Page, live_server: LiveServer, public_pages: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in public_pages.values():
        page.goto(path)
    assert [address for address in asked if not address.startswith((live_server.url, "data:"))] == []


def test_the_console_stays_empty(page: Page, public_pages: dict[str, str]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in public_pages.keys() - REFUSALS:
        page.goto(public_pages[name])
    assert said == []


def test_reading_sets_no_cookie_and_stores_nothing(page: Page, context: BrowserContext, public_pages: dict[str, str]) -> None:
    for name in public_pages.keys() - PERSONAL:
        page.goto(public_pages[name])
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, name
    assert context.cookies() == []


def test_pages_lead_on_without_javascript(browser: Browser, live_server: LiveServer, public_pages: dict[str, str]) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(public_pages["home"])
    page.get_by_role("link", name="Older posts").click()
    page.get_by_role("link", name="Newer posts").click()
    page.get_by_role("heading", level=3).first.get_by_role("link").click()
    assert page.get_by_role("heading", name="Figures").is_visible()
    context.close()


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, public_pages: dict[str, str]) -> None:
    page.goto(public_pages["home"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches(page: Page, public_pages: dict[str, str]) -> None:
    page.goto(public_pages["post"])
    table = page.get_by_role("group", name="Scrolls sideways").filter(has=page.get_by_role("table"))
    table.focus()
    assert table.evaluate("box => document.activeElement === box && box.scrollWidth > box.clientWidth")


def test_a_table_that_fits_takes_no_focus(page: Page, public_pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(public_pages["post"])
    page.locator(".wide table").evaluate("table => table.querySelectorAll(':is(th, td) + *').forEach(cell => cell.remove())")
    page.locator(".wide:not([tabindex])").wait_for()


def test_on_paper_the_text_stands_without_navigation(page: Page, public_pages: dict[str, str]) -> None:
    page.emulate_media(media="print")
    page.goto(public_pages["post"])
    assert page.get_by_role("heading", level=1).is_visible()
    assert not page.get_by_role("navigation").first.is_visible()


def test_text_from_right_to_left_starts_at_the_right(page: Page, public_pages: dict[str, str]) -> None:
    page.goto(public_pages["post written from right to left"])
    assert page.locator(".e-content").evaluate("text => getComputedStyle(text).direction") == "rtl"
    assert page.locator("html").get_attribute("dir") == "ltr"
