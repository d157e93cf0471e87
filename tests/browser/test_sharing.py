"""Passing a post on and citing it, in a real browser."""

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def test_a_reference_is_copied_and_the_button_says_so(
    context: BrowserContext, page: Page, public_pages: dict[str, str]
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(public_pages["long text"])
    page.get_by_text("Cite", exact=True).click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Institute of Examples. (2017, August 9). A long text. Gazette. ")
    page.get_by_role("button", name="Copy", exact=True).wait_for()


def test_without_a_clipboard_only_plain_links_are_offered(page: Page, public_pages: dict[str, str]) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(public_pages["long text"])
    page.get_by_text("Cite", exact=True).click()
    assert page.get_by_role("link", name="BibTeX").is_visible()
    assert page.get_by_role("link", name="Send by mail").is_visible()
    assert not page.get_by_role("button", name="Copy").first.is_visible()


def test_the_contents_lead_to_a_section_and_stay_in_view_on_a_wide_screen(page: Page, public_pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(public_pages["long text"])
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="Section 2").click()
    assert page.url.endswith("#section-section-2")
    assert contents.evaluate("nav => nav.getBoundingClientRect().top >= 0")
