"""One visit with the keyboard alone: nothing is clicked, and no script moves the focus but the pages' own."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import PendingComment
from blog.subscriptions.models import Subscription
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.browser
MOST_STOPS = 60  # of one page
# The control that has the focus is seen, and seen to have it: an outline of its own, within the window.
SEEN = """() => {
    const control = document.activeElement, style = getComputedStyle(control), box = control.getBoundingClientRect();
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const isThere = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    return isOutlined && isThere ? "" : control.outerHTML.slice(0, 200);
}"""
IS_OUTSIDE = "() => document.activeElement === document.body"  # where the browser's own controls follow


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press a key until a control has the focus, and look at each stop on the way."""
    expect(wanted).to_be_attached()
    for _stop in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate(IS_OUTSIDE):
            continue
        assert page.evaluate(SEEN) == ""
        if wanted.evaluate("control => control === document.activeElement"):
            return
    pytest.fail(f"{key} does not lead to {wanted}")


def enter(page: Page, wanted: Locator, address: str) -> None:
    """Go through a link, wherever on the page it stands."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


@pytest.fixture
def site(live_server: LiveServer) -> None:  # noqa: ARG001  # it reads the rows
    institute = OrganizationFactory.create(name="Institute of Harvests", slug="harvests")
    body = "<p>A paragraph.</p>" * 60
    PostFactory.create(organization=institute, slug="rye", title="A harvest of rye", body=body)
    PostFactory.create(organization=institute, slug="wheat", title="A harvest of wheat", body=body)


@pytest.mark.usefixtures("site")
def test_a_visitor_reads_searches_follows_and_replies_without_a_mouse(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")  # what gets the focus is scrolled to at once
    page.goto("/")
    _skip_to_the_content(page)
    enter(page, page.get_by_role("link", name="A harvest of rye"), "/posts/rye/")
    _read(page)
    enter(page, page.get_by_role("navigation", name="Sections").get_by_role("link", name="Search"), "/search/")
    _search(page)
    enter(page, page.get_by_role("link", name="Institute of Harvests").first, "/organizations/harvests/")
    _follow(page)
    enter(page, page.get_by_role("navigation", name="Sections").get_by_role("link", name="Posts"), "/")
    enter(page, page.get_by_role("link", name="A harvest of wheat"), "/posts/wheat/")
    _reply(page)


def _skip_to_the_content(page: Page) -> None:
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def _read(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("A harvest of rye")
    page.evaluate("() => { window.scrolled = new Promise(done => addEventListener('scrollend', () => done(scrollY))) }")
    page.keyboard.press("End")
    assert page.evaluate("() => window.scrolled") > 0


def _search(page: Page) -> None:
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("wheat")
    found = page.locator("a[data-found]")
    expect(found).to_have_count(1)
    enter(page, found, "/posts/wheat/")


def _follow(page: Page) -> None:
    enter(page, page.get_by_role("link", name="by mail", exact=True), "/follow/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("guest@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Look into your mailbox").first).to_be_visible()
    assert Subscription.objects.get().email == "guest@example.org"


def _reply(page: Page) -> None:
    tab_to(page, page.locator("a[data-reply]").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("Well said.")
    _leave_and_come_back(page, page.get_by_label("Your reply"))
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type("Guest One")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("guest@example.org")
    tab_to(page, page.get_by_role("button", name="Send the reply"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("One step is left: confirm your reply").first).to_be_focused()
    assert PendingComment.objects.get().text == "Well said."


def _leave_and_come_back(page: Page, text: Locator) -> None:
    """Go from the form to the foot of the page, and back: neither keeps the focus."""
    tab_to(page, page.get_by_role("contentinfo").get_by_role("link").last)
    tab_to(page, text, key="Shift+Tab")
