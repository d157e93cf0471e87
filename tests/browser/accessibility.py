"""What axe finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Every rule; but what keeps to it is not told element by element, which took longer than to look at the page.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}


def broken_rules(page: Page, context: dict[str, list[str]] | None = None) -> list[dict[str, Any]]:
    """Return each rule that a page, or the part of it in the context, breaks, with the elements that do."""
    broken: list[dict[str, Any]] = Axe().run(page, context=context, options=OPTIONS).response["violations"]
    return broken
