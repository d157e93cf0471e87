"""Liking where one reads: in place with JavaScript, on a plain page without it; from the keyboard, and said aloud."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import like
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.browser.accessibility import broken_rules
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = pytest.mark.browser
POST = "/posts/a-post/"


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:  # noqa: ARG001  # it must come first
    """The server, started once the tests' database is there: only then does it share our connection."""
    return live_server


@pytest.fixture
def post(live_server: LiveServer) -> Post:  # noqa: ARG001  # it reads the rows
    """A post that eleven people like."""
    post = PostFactory.create(slug="a-post", title="A post")
    for user in UserFactory.create_batch(11):
        like(post, by=Liker(user=user), at=NOW)
    return post


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The requests about likes that the page makes."""
    made: list[str] = []

    def note(request: Request) -> None:
        if "/like" in request.url and not request.url.endswith((".js", ".css")):
            made.append(f"{request.method} {request.url.partition(POST)[2]}")

    page.on("request", note)
    return made


def button(page: Page) -> str:
    return str(page.locator("#likes [data-like]").get_attribute("aria-pressed"))


@pytest.mark.usefixtures("post")
def test_reading_asks_nothing_and_keeps_no_cookie(page: Page, context: BrowserContext, asked: list[str]) -> None:
    page.goto(POST)
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("11 readers like this")).to_be_visible()
    assert (asked, context.cookies()) == ([], [])


@pytest.mark.usefixtures("post")
def test_a_click_likes_in_place_and_another_takes_it_back(page: Page, asked: list[str], context: BrowserContext) -> None:
    page.goto(POST)
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")
    expect(page.locator("[data-like-status]")).to_have_text("12 readers like this")
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Like")).to_be_focused()
    assert asked == ["GET like/?fragment=1", "POST like/?fragment=1"]
    assert {cookie.get("name") for cookie in context.cookies()} == {"csrftoken", "visitor", "known"}
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("11 readers like this")
    assert asked[2:] == ["POST like/?fragment=1"]
    assert button(page) == "false"


@pytest.mark.usefixtures("post")
def test_own_likes_are_marked_at_the_next_visit_by_one_request(page: Page, asked: list[str]) -> None:
    page.goto(POST)
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")
    asked.clear()
    page.reload()
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
    assert asked == ["GET likes/mine/"]
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("11 readers like this")


def test_a_reply_is_liked_in_place_and_found_marked_again(page: Page, post: Post) -> None:
    first, second = CommentFactory.create_batch(2, post=post)
    CommentFactory.create(post=post, reply_to=first)
    page.goto(POST)
    link = page.locator(f"#c{first.pk} > article [data-like]")
    link.click()
    expect(link.locator("[data-like-count]")).to_have_text("1")
    expect(link).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-like-status]")).to_have_text("1 reader likes this")
    expect(page.locator("[data-like-sentence]")).to_have_text("11 readers like this")
    page.reload()
    expect(link).to_have_attribute("aria-pressed", "true")
    assert page.locator("[data-like][aria-pressed=true]").count() == 1
    link.click()
    expect(link.locator("[data-like-count]")).to_have_text("")
    assert page.locator(f"#c{second.pk} > article [data-like]").get_attribute("aria-pressed") == "false"


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_keyboard_presses_it(page: Page, key: str) -> None:
    page.goto(POST)
    page.get_by_role("button", name="Like").focus()
    page.keyboard.press(key)
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")


@pytest.mark.usefixtures("post")
def test_after_signing_in_elsewhere_an_old_page_still_likes(page: Page, context: BrowserContext) -> None:
    page.goto(POST)
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")
    context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("11 readers like this")


@pytest.mark.usefixtures("post")
def test_when_the_network_fails_it_says_so_beside_the_button(page: Page, context: BrowserContext) -> None:
    page.goto(POST)
    context.set_offline(offline=True)
    page.get_by_role("button", name="Like").click()
    expect(page.locator(".like__problem")).to_have_text(re.compile("did not work"))
    expect(page.locator("[data-like-status]")).to_have_text(re.compile("did not work"))
    context.set_offline(offline=False)
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")
    expect(page.locator(".like__problem")).to_have_count(0)


@pytest.mark.usefixtures("post")
def test_too_many_likes_are_refused_beside_the_button(page: Page) -> None:
    for number in range(60):
        like(PostFactory.create(), by=Liker(visitor_key=f"{number:064}", network="127.0.0.1"), at=NOW)
    Like.objects.filter(network="127.0.0.1").update(created_at="2100-01-01T00:00Z")
    page.goto(POST)
    page.get_by_role("button", name="Like").click()
    expect(page.locator(".like__problem")).to_have_text(re.compile("Many likes came from here"))
    assert button(page) == "false"


@pytest.mark.usefixtures("post")
def test_when_the_server_makes_no_sense_the_plain_page_opens(page: Page) -> None:
    page.route("**/like/?fragment=1", lambda route: route.fulfill(status=502, body="broken"))
    page.goto(POST)
    page.get_by_role("button", name="Like").click()
    page.wait_for_url("**/posts/a-post/like/")
    expect(page.get_by_role("button", name="Like")).to_be_visible()


@pytest.mark.usefixtures("post")
def test_a_browser_that_keeps_no_cookie_is_told_so_on_the_plain_page(page: Page, context: BrowserContext) -> None:
    page.goto(POST)

    def forget(route: Route) -> None:
        context.clear_cookies()
        route.continue_()

    page.route("**/like/?fragment=1", forget)
    page.get_by_role("button", name="Like").click()
    page.wait_for_url("**/posts/a-post/like/")
    assert Like.objects.count() == 11


@pytest.mark.usefixtures("post")
def test_an_account_finds_its_likes_marked(context: BrowserContext, live_server: LiveServer, client: Client) -> None:
    user = UserFactory.create()
    like(Post.objects.get(slug="a-post"), by=Liker(user=user), at=NOW)
    client.force_login(user)
    values = {"sessionid": client.cookies["sessionid"].value, "known": "1"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in values.items()])
    page = context.new_page()
    page.goto(POST)
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")


@pytest.mark.usefixtures("post")
def test_without_javascript_the_link_leads_to_a_button_and_back(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(POST)
    page.get_by_role("link", name="Like", exact=True).click()
    page.get_by_role("button", name="Like").click()
    expect(page.get_by_text("12 readers like this")).to_be_visible()
    assert page.url.endswith(f"{POST}#likes")
    page.get_by_role("link", name="Like", exact=True).click()
    page.get_by_role("button", name="Take the like back").click()
    expect(page.get_by_text("11 readers like this")).to_be_visible()
    context.close()


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_accessible(browser: Browser, live_server: LiveServer, width: int, is_dark: bool) -> None:  # noqa: FBT001
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look(step: str) -> None:
        violations = broken_rules(page)
        found.extend((step, violation["id"]) for violation in violations)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), step

    page.goto(POST)
    look("not liked")
    page.get_by_role("button", name="Like").click()
    expect(page.locator("[data-like-sentence]")).to_have_text("12 readers like this")
    look("liked")
    page.goto(f"{POST}like/")
    look("button")
    context.close()
    assert found == []
