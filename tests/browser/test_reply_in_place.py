"""Replying where one reads: the form comes at a click, keeps every word, and works from the keyboard."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import Comment, PendingComment, State
from blog.comments.services import add_imported_comments, set_state
from tests.blog.comments.samples import NOW, Item
from tests.browser.accessibility import broken_rules
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.browser
POST = "/posts/a-post/"


@pytest.fixture
def comments(live_server: LiveServer) -> list[Comment]:  # noqa: ARG001  # it reads the rows
    """Twelve comments, five deep, one of them removed, on a public post."""
    post = PostFactory.create(slug="a-post", title="A post")
    parents = [None, 0, 1, 2, 3, 4, None, 6, None, 8, None, None]
    add_imported_comments(post, [Item(author_name=f"Reader {n}", parent=parent) for n, parent in enumerate(parents)], at=NOW)
    stored = list(Comment.objects.of_post(post).oldest_first())
    set_state(Comment.objects.numbered(stored[6].pk), State.REMOVED, by=None, at=NOW)
    return stored


@pytest.fixture
def signed_in(context: BrowserContext, live_server: LiveServer, client: Client) -> BrowserContext:
    """A browser in which Reader One has signed in."""
    client.force_login(UserFactory.create(name="Reader One"))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context


def open_form(page: Page, to: Comment | None = None) -> None:
    page.goto(POST)
    place = page.locator(f"#c{to.pk} > article" if to else ".discussion__offer")
    place.locator("a[data-reply]").click()
    expect(page.get_by_label("Your reply")).to_be_focused()


def fill(page: Page, text: str) -> None:
    page.get_by_label("Your reply").fill(text)
    page.get_by_label("Name").fill("Guest One")
    page.get_by_label("E-mail address").fill("guest@example.org")


@pytest.mark.usefixtures("comments")
def test_readers_get_no_cookie_before_they_ask_for_the_form(page: Page, context: BrowserContext) -> None:
    page.goto(POST)
    assert context.cookies() == []
    assert page.locator("form").count() == 0
    open_form(page)
    assert [cookie["name"] for cookie in context.cookies()] == ["csrftoken"]


def test_the_form_opens_below_the_comment_that_it_answers(page: Page, comments: list[Comment]) -> None:
    open_form(page, comments[2])
    assert page.locator(f"#c{comments[2].pk} > article form").count() == 1
    assert page.locator("input[name=reply_to]").input_value() == str(comments[2].pk)


def test_a_guest_is_told_in_place_that_a_mail_is_under_way(page: Page, comments: list[Comment]) -> None:
    open_form(page, comments[0])
    fill(page, "Well said.")
    page.get_by_role("button", name="Send the reply").click()
    told = page.get_by_text("One step is left: confirm your reply").first
    expect(told).to_be_focused()
    expect(page.locator("[data-reply-status]")).to_have_text("One step is left: confirm your reply")
    assert page.url.endswith(POST)
    assert PendingComment.objects.get().reply_to == comments[0]


def test_what_is_wrong_is_marked_and_every_word_stays(page: Page, comments: list[Comment]) -> None:
    open_form(page, comments[0])
    page.get_by_label("Your reply").fill("Kept words")
    page.get_by_label("E-mail address").fill("nonsense")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Your reply")).to_have_value("Kept words")
    expect(page.get_by_label("E-mail address")).to_have_value("nonsense")


@pytest.mark.usefixtures("comments")
def test_the_preview_stands_above_the_form(page: Page) -> None:
    open_form(page)
    fill(page, "So *it* is.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".reply-box__preview em")).to_have_text("it")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator("[data-reply-sent]")).to_be_visible()
    assert PendingComment.objects.get().text == "So *it* is."


def test_everything_works_from_the_keyboard(signed_in: BrowserContext, comments: list[Comment]) -> None:
    page = signed_in.new_page()
    page.goto(POST)
    link = page.locator(f"#c{comments[0].pk} > article a[data-reply]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("From the keyboard.")
    for _stop in ("followup", "send", "preview", "close"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply")).to_have_value("From the keyboard.")
    for _stop in ("followup", "send"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your reply is public.").first).to_be_focused()
    assert Comment.objects.public().filter(reply_to=comments[0], user_name="Reader One").exists()


@pytest.mark.usefixtures("comments")
def test_when_the_network_fails_the_form_stays_with_its_words(page: Page, context: BrowserContext) -> None:
    open_form(page)
    fill(page, "Kept words")
    context.set_offline(offline=True)
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator("[data-reply-status]")).to_have_text(re.compile("did not work"))
    expect(page.get_by_label("Your reply")).to_have_value("Kept words")


@pytest.mark.usefixtures("comments")
def test_when_the_fragment_cannot_be_had_the_plain_page_opens(page: Page) -> None:
    page.route("**/reply/?fragment=1", lambda route: route.fulfill(status=500, body="broken"))
    page.goto(POST)
    page.locator(".discussion__offer a").click()
    page.wait_for_url("**/posts/a-post/reply/")
    expect(page.get_by_label("Your reply")).to_be_visible()


@pytest.mark.usefixtures("comments")
def test_when_the_answer_makes_no_sense_the_form_is_sent_the_plain_way(page: Page) -> None:
    def break_sending(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=502, body="broken")
        else:
            route.fallback()

    page.route("**/reply/?fragment=1", break_sending)
    open_form(page)
    fill(page, "Well said.")
    page.get_by_role("button", name="Send the reply").click()
    page.wait_for_url("**/posts/a-post/reply/confirm/")
    assert PendingComment.objects.get().text == "Well said."


@pytest.mark.usefixtures("comments")
def test_words_typed_before_signing_in_are_there_afterwards(page: Page) -> None:
    open_form(page)
    page.get_by_label("Your reply").fill("Typed before.")
    page.goto("/accounts/login/")
    page.goto("/posts/a-post/reply/")
    expect(page.get_by_label("Your reply")).to_have_value("Typed before.")


@pytest.mark.usefixtures("comments")
def test_without_javascript_the_whole_way_is_open(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(POST)
    page.get_by_role("link", name="Leave a reply").click()
    fill(page, "Well said.")
    page.get_by_role("button", name="Preview").click()
    fill(page, "Well said, indeed.")
    page.get_by_role("button", name="Send the reply").click()
    assert page.url.endswith("/posts/a-post/reply/confirm/")
    context.close()
    assert PendingComment.objects.get().text == "Well said, indeed."


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_in_the_discussion_and_its_form(
    browser: Browser,
    live_server: LiveServer,
    comments: list[Comment],
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look(step: str) -> None:
        violations = broken_rules(page)
        found.extend((step, violation["id"]) for violation in violations)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), step

    open_form(page, comments[2])
    look("form")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector("[aria-invalid=true]")
    look("errors")
    fill(page, "Well said.")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector(".reply-box__preview")
    look("preview")
    context.close()
    assert found == []
