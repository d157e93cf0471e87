"""One's own data in a browser: from the address to the erased page, without JavaScript, and for everybody to use."""

import json

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import Comment
from blog.posts.models import Post
from tests.blog.privacy.samples import GUEST, fill_as_guest
from tests.browser.accessibility import broken_rules
from tests.factories import PostFactory

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:  # noqa: ARG001  # it must come first
    """The server, started once the tests' database is there: only then does it share our connection."""
    return live_server


@pytest.fixture
def post(live_server: LiveServer) -> Post:  # noqa: ARG001  # it reads the rows
    """A post on which a guest has done all that a guest can."""
    post: Post = PostFactory.create(slug="a-post", title="A post")
    fill_as_guest(post)
    return post


def prove(page: Page, mailoutbox: list[EmailMessage]) -> None:
    """Ask for the link, follow it and press its button."""
    page.goto("/my-data/")
    page.get_by_label("E-mail address").fill(GUEST)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    (path,) = [line.partition("testserver")[2] for line in mailoutbox[-1].body.splitlines() if "http://" in line]
    page.goto(path)
    page.get_by_role("button", name="Show my data").click()
    expect(page.get_by_role("heading", name="Replies", exact=True)).to_be_visible()


@pytest.mark.usefixtures("post")
def test_from_the_address_to_the_file_and_the_erased_page_without_javascript(
    browser: Browser, live_server: LiveServer, mailoutbox: list[EmailMessage]
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    prove(page, mailoutbox)
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it all as a file").click()
    assert json.loads(download.value.path().read_bytes())["comments"][0]["text"] == "GUESTWORDS"
    page.get_by_role("link", name="Erase it all").click()
    page.get_by_label("nobody can bring it back").check()
    page.get_by_role("button", name="Erase it all").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    assert not Comment.objects.filter(comment="GUESTWORDS").exists()
    assert [cookie.get("name") for cookie in context.cookies() if cookie.get("name") != "csrftoken"] == []
    context.close()


@pytest.mark.usefixtures("post")
def test_it_works_from_the_keyboard(page: Page) -> None:
    page.goto("/my-data/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    assert page.get_by_label("E-mail address").evaluate("field => !field.validity.valid")
    page.get_by_label("E-mail address").fill(GUEST)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_accessible(
    browser: Browser,
    live_server: LiveServer,
    mailoutbox: list[EmailMessage],
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    context: BrowserContext = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look() -> None:
        violations = broken_rules(page)
        found.extend((page.url, violation["id"]) for violation in violations)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url

    for path in ("/my-data/", "/my-data/asked/", "/my-data/link/unknown/", "/my-data/erased/"):
        page.goto(path)
        look()
    prove(page, mailoutbox)
    look()
    page.goto("/my-data/erase/")
    look()
    page.get_by_role("button", name="Erase it all").click()
    context.close()
    assert found == []
